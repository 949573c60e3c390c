import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { table } from '../src/cli/table.ts';
import { messageOf } from '../src/kernel/errors.ts';
import { askAthena } from '../test/support/aws/ask-athena.ts';
import { PUBLISHED, RUNNER_KEY, startDemoAws } from '../test/support/aws/demo-aws.ts';
import { startIdentityProvider } from '../test/support/identity-provider.ts';

const USAGE = `Starts an AWS that is none on this machine: the demo books as a data lake behind Athena, a bucket with
Object Lock for evidence, one for published tables, Secrets Manager, STS and an identity provider to sign in with. It
prints what to type in another shell, waits until it is stopped with Ctrl-C, and keeps nothing.

  npm run demo:aws -- [--rows 20000]

In the other shell, reads a published table as a BI tool would:

  npm run demo:aws -- --query "SELECT ... FROM ipe_07 WHERE period = '2025-09' AND entity = 'ALL'"
`;

async function demo(): Promise<number> {
  const { values } = parseArgs({
    options: { rows: { type: 'string' }, query: { type: 'string' }, help: { type: 'boolean' } },
  });
  if (values.help === true || !/^[0-9]{1,7}$/.test(values.rows ?? '0')) {
    console.log(USAGE);
    return values.help === true ? 0 : 2;
  }
  return values.query === undefined
    ? await serve(Number(values.rows ?? 20_000))
    : await query(values.query);
}

async function query(text: string): Promise<number> {
  const endpoint = process.env['AWS_ENDPOINT_URL'];
  if (endpoint === undefined || !endpoint.startsWith('http://127.0.0.1:')) {
    console.error('AWS_ENDPOINT_URL does not name the demo: type the exports it printed first.');
    return 2;
  }
  const [names = [], ...rows] = await askAthena(text, PUBLISHED, {
    endpoint,
    credentials: RUNNER_KEY,
  });
  const words = (cells: readonly (string | null)[]) => cells.map((cell) => cell ?? 'NULL');
  console.log(table(words(names), rows.map(words)));
  return 0;
}

async function serve(rows: number): Promise<number> {
  const folder = await mkdtemp(join(tmpdir(), 'soxauto-demo-aws-'));
  const provider = await startIdentityProvider();
  try {
    console.log('Building the demo books …');
    const { issuer, clientId, jwksUri: jwksUrl } = provider;
    const role_arn = `arn:aws:iam::${RUNNER_KEY.account}:role/demo-runner`;
    const { environment, configuration, configFile, standIn, close } = await startDemoAws({
      ...{ folder, rows },
      aws: {
        providers: [{ issuer, audience: clientId, jwksUrl }],
        roles: [{ arn: role_arn }],
      },
    });
    const loginFile = join(folder, 'soxauto.login.json');
    const aws = { ...configuration.aws, login: { issuer, client_id: clientId, role_arn } };
    await writeFile(loginFile, `${JSON.stringify({ ...configuration, aws }, null, 2)}\n`);
    // a session that is kept goes with the demo
    const variables = { ...environment, XDG_CACHE_HOME: join(folder, 'cache') };
    const exports = Object.entries(variables).map(([name, value]) => `export ${name}='${value}'`);
    console.log(`
It answers at ${standIn.endpoint}; its configuration is ${configFile}.
Type this in another shell, in this folder; close that shell afterwards, as its variables point here.

1. As the role that runs reports, its keys in the environment:

${exports.join('\n')}
npm run ipe -- doctor
npm run ipe -- run IPE_07 --period 2025-09
npm run ipe -- store check

2. The sealed extract as a table for BI tools, and a look at it as they see it:

npm run ipe -- publish IPE_07 --period 2025-09
npm run demo:aws -- --query "SELECT ipe_package, count(*) AS line_count FROM ipe_07 WHERE period = '2025-09' AND entity = 'ALL' GROUP BY ipe_package"

3. As a person who signs in, without any key. ipe login prints an address: open it in a browser on this machine,
   continue, and sign in with any name and any password. From then on packages name that person:

unset AWS_ACCESS_KEY_ID AWS_SECRET_ACCESS_KEY
export SOXAUTO_CONFIG='${loginFile}'
npm run ipe -- login
npm run ipe -- login --status
npm run ipe -- run IPE_07 --period 2025-09
npm run ipe -- publish IPE_07 --period 2025-09
npm run ipe -- login --forget

Ctrl-C ends it; evidence, tables and sign-in go with it.`);
    // npm and tsx may pass one Ctrl-C on twice: the second must not end what tidies up
    await new Promise((stopped) => process.on('SIGINT', stopped).on('SIGTERM', stopped));
    await close();
    return 0;
  } finally {
    await provider.close();
    await rm(folder, { recursive: true, force: true });
  }
}

try {
  process.exitCode = await demo();
} catch (thrown) {
  console.error(messageOf(thrown));
  process.exitCode = 70;
}
