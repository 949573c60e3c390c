import { signedInPerson, signInPerson, signOutPerson } from '../../app/login.ts';
import { EXIT, type ExitCode } from '../../kernel/status.ts';
import { defineCommand, UsageError } from '../command.ts';

export const loginVerb = defineCommand({
  name: 'login',
  summary: 'Sign in to AWS through the identity provider of soxauto.config.json, on any device.',
  operands: null,
  options: {
    status: { type: 'boolean', help: 'who is signed in, and until when' },
    forget: { type: 'boolean', help: 'have the provider revoke the kept session, and delete it' },
    json: { type: 'boolean', help: 'as JSON' },
  },
  examples: ['ipe login', 'ipe login --status', 'ipe login --forget'],
  async run({ status, forget, json }) {
    if (status && forget) throw new UsageError('BAD_USAGE', 'give --status or --forget, not both');
    const folder = process.cwd();
    const cancel = new AbortController();
    const stop = () => cancel.abort();
    process.once('SIGINT', stop).once('SIGTERM', stop);
    try {
      if (forget) return tellForgotten(await signOutPerson(folder, cancel.signal), json);
      const person = status
        ? await signedInPerson(folder, cancel.signal)
        : await signInPerson(folder, tellWhereToGo, cancel.signal);
      console.log(
        json
          ? JSON.stringify(person, null, 2)
          : [
              `signed in  ${person.name} since ${person.signedInAt}`,
              `role       ${person.assumedRoleArn}`,
              `keys until ${person.expiration}${person.renewable ? ', renewed when they end' : ''}`,
            ].join('\n'),
      );
      return EXIT.pass;
    } finally {
      process.off('SIGINT', stop).off('SIGTERM', stop);
    }
  },
});

type SignedOut = Awaited<ReturnType<typeof signOutPerson>>;

const REVOKED: Readonly<Record<SignedOut['revocation'], string>> = {
  'nothing to revoke': '',
  revoked: ', and the provider revoked its refresh token',
  'not offered':
    '; the provider revokes no refresh tokens: this one ends when the provider ends it',
  failed: '',
};

function tellForgotten({ forgotten, revocation, failure }: SignedOut, json: boolean): ExitCode {
  const kept = forgotten
    ? `the kept session was deleted${REVOKED[revocation]}`
    : 'nobody was signed in';
  const words = failure?.message ?? null;
  console.log(json ? JSON.stringify({ forgotten, revocation, failure: words }) : kept);
  if (words === null) return EXIT.pass;
  console.error(
    `ipe: its refresh token was not revoked: ${words}\n     End the session in the pages of the provider.`,
  );
  return EXIT.source;
}

function tellWhereToGo(prompt: Parameters<Parameters<typeof signInPerson>[1]>[0]): void {
  const { address, addressWithCode, code, expiresInSeconds } = prompt;
  const minutes = Math.floor(expiresInSeconds / 60);
  if (addressWithCode !== null) console.error(`open  ${addressWithCode}`);
  console.error(
    `${addressWithCode === null ? 'open' : 'or   '} ${address} and enter the code ${code}\nwaiting for the sign-in, ${minutes} minutes at most`,
  );
}
