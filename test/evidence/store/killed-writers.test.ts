import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { fileSystemStore } from '../../../src/evidence/store/file-system/file-system-store.ts';
import type { Instant } from '../../../src/kernel/clock.ts';
import { sha256 } from '../../../src/kernel/digest.ts';
import { aLocation, aSealedFile } from '../../contract/evidence-store.ts';
import { tempFolder } from '../../support/temp-folder.ts';

/** Fifty kills with RUN_LARGE=1, otherwise a dozen. */
const ROUNDS = process.env['RUN_LARGE'] === '1' ? 10 : 3;
const WRITERS = process.env['RUN_LARGE'] === '1' ? 5 : 4;

/** Starts a writer in a process of its own and kills it at some moment of its work. */
async function killWriter(root: string, work: string): Promise<void> {
  const script = fileURLToPath(new URL('./endless-writer.ts', import.meta.url));
  const args = ['--import', 'tsx', script, root, work];
  const writer = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] });
  await once(writer.stdout, 'data');
  await pause(Math.random() * 100);
  writer.kill('SIGKILL');
  await once(writer, 'exit');
}

it('a killed writer leaves no package under its final name that is not whole, and later writers clean up', async () => {
  const root = await tempFolder();
  const sameDisk = await tempFolder();
  const otherDisk = await tempFolder(existsSync('/dev/shm') ? '/dev/shm' : tmpdir());
  const cell = join(root, 'C-PG-1/IPE_07/NG/2025-09-30');
  const packages = new Set<string>();
  for (let round = 0; round < ROUNDS; round += 1) {
    const kills = Array.from({ length: WRITERS }, (_, index) =>
      killWriter(root, index % 2 === 0 ? sameDisk : otherDisk),
    );
    await Promise.all(kills);
    const names = readdirSync(cell).filter((name) => name.endsWith('.zip') && !packages.has(name));
    for (const file of names) {
      const content = readFileSync(join(cell, file), 'utf8');
      expect(content).toBe(`${basename(file, '.zip')}\n`.repeat(20_000));
      expect(readFileSync(join(cell, `${file}.sha256`), 'utf8')).toBe(
        `${sha256(content)}  ${file}\n`,
      );
      packages.add(file);
    }
  }
  expect(packages.size).toBeGreaterThanOrEqual(ROUNDS * WRITERS);

  const now = () => new Date(Date.now() + 61 * 60 * 1000).toISOString() as Instant;
  const store = fileSystemStore(root, { now });
  const { uri } = await store.put(await aSealedFile(), aLocation('ffffff'));
  const whole = [...packages, basename(uri)].flatMap((file) => [file, `${file}.sha256`]);
  expect(readdirSync(cell).toSorted()).toEqual(whole.toSorted());
});
