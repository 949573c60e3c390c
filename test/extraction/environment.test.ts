import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { tempFolder } from '../support/temp-folder.ts';

const run = promisify(execFile);
const program = join(import.meta.dirname, 'print-digest.ts');

async function digestUnder(env: Readonly<Record<string, string>>, threads: string) {
  const args = ['--import', import.meta.resolve('tsx'), program, await tempFolder(), threads];
  const { stdout } = await run(process.execPath, args, { env: { ...process.env, ...env } });
  return stdout;
}

describe('the extract', () => {
  it('I-2 has the same digest under another time zone, language and number of threads', async () => {
    const digests = await Promise.all([
      digestUnder({ TZ: 'UTC', LANG: 'C', LC_ALL: 'C' }, '1'),
      digestUnder({ TZ: 'Pacific/Auckland', LANG: 'tr_TR.UTF-8', LC_ALL: 'tr_TR.UTF-8' }, '3'),
      digestUnder({ TZ: 'Africa/Casablanca', LANG: 'de_DE.UTF-8', LC_ALL: 'sv_SE.UTF-8' }, '2'),
    ]);
    expect(digests[0]).toMatch(/^[0-9a-f]{64}$/);
    expect(new Set(digests).size).toBe(1);
  });
});
