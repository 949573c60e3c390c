import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { whyNotAllowed } from '../../src/aws/allowed-caller.ts';

const ACCOUNT = '123456789012';
const aRole = fc.stringMatching(/^[A-Za-z0-9_+=,.@-]{1,40}$/);
const callerOf = (role: string) => ({
  account: ACCOUNT,
  arn: `arn:aws:sts::${ACCOUNT}:assumed-role/${role}/a-session`,
});
const why = (role: string, ...allowedRoles: readonly string[]) =>
  whyNotAllowed(
    callerOf(role),
    allowedRoles.map((each) => ({ account: ACCOUNT, role: each })),
  );

describe('P28 a caller', () => {
  it('of an account that is not allowed is never let in', () => {
    fc.assert(
      fc.property(aRole, fc.stringMatching(/^[0-9]{12}$/), (role, account) => {
        fc.pre(account !== ACCOUNT);
        const allowed = [
          { account, role: '*' },
          { account, role },
        ];
        expect(whyNotAllowed(callerOf(role), allowed)).toBe(
          `account ${ACCOUNT} is none of ${account}`,
        );
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
    expect(whyNotAllowed(user, [{ account: ACCOUNT }])).toBeNull();
    const allowed = [{ account: ACCOUNT, role: '*' }];
    expect(whyNotAllowed(user, allowed)).toBe('no role is none of *');
  });

  it('is not let in by a role that is allowed in another account', () => {
    const allowed = [
      { account: ACCOUNT, role: 'ipe-auditor' },
      { account: '999999999999', role: '*' },
    ];
    expect(whyNotAllowed(callerOf('ipe-extractor'), allowed)).toBe(
      'ipe-extractor is none of ipe-auditor',
    );
  });

  it('a mark of a pattern language in a role stands for itself', () => {
    expect(why('ipe-extractor', 'ipe.extractor')).not.toBeNull();
    expect(why('ipe+a', 'ipe+a')).toBeNull();
  });
});
