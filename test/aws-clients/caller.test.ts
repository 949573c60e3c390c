import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { whyNotAllowed } from '../../src/aws/caller.ts';

const ACCOUNT = '123456789012';
const aRole = fc.stringMatching(/^[A-Za-z0-9_+=,.@-]{1,40}$/);
const callerOf = (role: string) => ({
  account: ACCOUNT,
  arn: `arn:aws:sts::${ACCOUNT}:assumed-role/${role}/a-session`,
});
const why = (role: string, ...allowedRoles: readonly string[]) =>
  whyNotAllowed(callerOf(role), { allowedAccounts: [ACCOUNT], allowedRoles });

describe('P28 a caller', () => {
  it('of an account that is not allowed is never let in', () => {
    fc.assert(
      fc.property(aRole, fc.stringMatching(/^[0-9]{12}$/), (role, account) => {
        fc.pre(account !== ACCOUNT);
        const allowed = { allowedAccounts: [account], allowedRoles: ['*'] };
        expect(whyNotAllowed(callerOf(role), allowed)).toContain(`none of ${account}`);
      }),
    );
  });

  it('is let in by its own role and by a pattern of its beginning or end, by no other role', () => {
    fc.assert(
      fc.property(aRole, aRole, fc.nat(), (role, other, at) => {
        const cut = at % (role.length + 1);
        expect(why(role, role)).toBeNull();
        expect(why(role, other, `${role.slice(0, cut)}*`)).toBeNull();
        expect(why(role, `*${role.slice(cut)}`)).toBeNull();
        expect(why(role, `${role.slice(0, cut)}*${role.slice(cut)}`)).toBeNull();
        if (other !== role) expect(why(role, other)).toBe(`${role} is none of ${other}`);
        expect(why(`${role}x`, role)).not.toBeNull();
      }),
    );
  });

  it('without a role is let in only where no roles are asked for', () => {
    const user = { account: ACCOUNT, arn: `arn:aws:iam::${ACCOUNT}:user/somebody` };
    expect(whyNotAllowed(user, { allowedAccounts: [ACCOUNT] })).toBeNull();
    const allowed = { allowedAccounts: [ACCOUNT], allowedRoles: ['*'] };
    expect(whyNotAllowed(user, allowed)).toBe('no role is none of *');
  });

  it('a mark of a pattern language in a role stands for itself', () => {
    expect(why('ipe-extractor', 'ipe.extractor')).not.toBeNull();
    expect(why('ipe+a', 'ipe+a')).toBeNull();
  });
});
