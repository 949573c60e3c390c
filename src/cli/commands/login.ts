import { signedInPerson, signInPerson, signOutPerson } from '../../app/login.ts';
import { EXIT } from '../../kernel/status.ts';
import { defineCommand, UsageError } from '../command.ts';

export const loginVerb = defineCommand({
  name: 'login',
  summary: 'Sign in to AWS through the identity provider of soxauto.config.json, on any device.',
  operands: null,
  options: {
    status: { type: 'boolean', help: 'who is signed in, and until when' },
    forget: { type: 'boolean', help: 'delete the kept session' },
    json: { type: 'boolean', help: 'as JSON' },
  },
  examples: ['ipe login', 'ipe login --status', 'ipe login --forget'],
  async run({ status, forget, json }) {
    if (status && forget) throw new UsageError('BAD_USAGE', 'give --status or --forget, not both');
    const folder = process.cwd();
    if (forget) {
      const forgotten = await signOutPerson(folder);
      console.log(
        json
          ? JSON.stringify({ forgotten })
          : forgotten
            ? 'the kept session was deleted'
            : 'nobody was signed in',
      );
      return EXIT.pass;
    }
    const cancel = new AbortController();
    const stop = () => cancel.abort();
    process.once('SIGINT', stop).once('SIGTERM', stop);
    try {
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

function tellWhereToGo(prompt: Parameters<Parameters<typeof signInPerson>[1]>[0]): void {
  const { address, addressWithCode, code, expiresInSeconds } = prompt;
  const minutes = Math.floor(expiresInSeconds / 60);
  if (addressWithCode !== null) console.error(`open  ${addressWithCode}`);
  console.error(
    `${addressWithCode === null ? 'open' : 'or   '} ${address} and enter the code ${code}\nwaiting for the sign-in, ${minutes} minutes at most`,
  );
}
