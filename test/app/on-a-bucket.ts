import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { vi } from 'vitest';
import { clientEnvironment, REGION } from '../support/aws/clients.ts';
import type { AwsStandIn } from '../support/aws/start-aws-stand-in.ts';
import { tempFolder } from '../support/temp-folder.ts';

/**
 * A working folder whose packages are in a bucket of the stand-in, and the environment of its user; the test takes back
 * what is stubbed.
 */
export async function aFolderOn(
  standIn: AwsStandIn,
  bucket: string,
  more: object = {},
): Promise<string> {
  const folder = await tempFolder();
  for (const [name, value] of Object.entries(clientEnvironment(standIn))) vi.stubEnv(name, value);
  const evidence = {
    kind: 's3',
    bucket,
    prefix: 'evidence',
    region: REGION,
    expected_owner: standIn.account,
    retention: { mode: 'GOVERNANCE', days: 30 },
  };
  const sources = { bob: { kind: 'duckdb', file: 'bob.duckdb' } };
  const config = { environment: 'test', sources, evidence, ...more };
  await writeFile(join(folder, 'soxauto.config.json'), JSON.stringify(config));
  return folder;
}
