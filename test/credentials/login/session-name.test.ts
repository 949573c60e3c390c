import { describe, expect, it } from 'vitest';
import { sessionArn, sessionName } from '../../../src/credentials/login/session-name.ts';

describe('the name of a session', () => {
  it.each(['preparer', 'a0-9_+=,.@Z', 'x'.repeat(64)])('is the subject itself: %s', (subject) => {
    expect(sessionName(subject)).toBe(subject);
  });

  it('is a digest where STS would not take the subject, another one for each', () => {
    const subjects = [
      'auth0|1',
      'auth0-1|',
      'x',
      'x'.repeat(65),
      'é1',
      `sub-sha256-${'0'.repeat(48)}`,
    ];
    const names = subjects.map(sessionName);
    for (const name of names) expect(name).toMatch(/^sub-sha256-[0-9a-f]{48}$/);
    expect(new Set([...names, ...subjects]).size).toBe(12);
  });

  it('stands in the ARN of the session, without the path of the role', () => {
    expect(sessionArn('arn:aws-cn:iam::123456789012:role/a/b/preparers', 'preparer')).toBe(
      'arn:aws-cn:sts::123456789012:assumed-role/preparers/preparer',
    );
  });
});
