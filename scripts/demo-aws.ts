import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { messageOf } from '../src/kernel/errors.ts';
import { startDemoAws } from '../test/support/aws/demo-aws.ts';

const USAGE = `Starts an AWS that is none on this machine: the demo books as a data lake behind Athena, a bucket with
Object Lock for evidence, Secrets Manager and STS. It waits until it is stopped with Ctrl-C, and keeps nothing.

  npm run demo:aws -- [--rows 20000]
`;

async function demo(): Promise<number> {
  const { values } = parseArgs({
    options: { rows: { type: 'string' }, help: { type: 'boolean' } },
  });
  if (values.help === true || !/^[0-9]{1,7}$/.test(values.rows ?? '0')) {
    console.log(USAGE);
    return values.help === true ? 0 : 2;
  }
  const folder = await mkdtemp(join(tmpdir(), 'soxauto-demo-aws-'));
  try {
    console.log('Building the demo books …');
    const rows = Number(values.rows ?? 20_000);
    const { environment, configFile, standIn, close } = await startDemoAws({ folder, rows });
    const exports = Object.entries(environment).map(([name, value]) => `export ${name}='${value}'`);
    console.log(`
It answers at ${standIn.endpoint}; its configuration is ${configFile}.
In another shell:

${exports.join('\n')}
npm run ipe -- doctor
npm run ipe -- run IPE_07 --period 2025-09
npm run ipe -- store check

Ctrl-C ends it; the evidence goes with it.`);
    await new Promise((stopped) => process.once('SIGINT', stopped).once('SIGTERM', stopped));
    await close();
    return 0;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

try {
  process.exitCode = await demo();
} catch (thrown) {
  console.error(messageOf(thrown));
  process.exitCode = 70;
}
