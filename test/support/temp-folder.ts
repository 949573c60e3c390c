import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';

/** An empty folder that goes when the running test ends. */
export async function tempFolder(parent = tmpdir()): Promise<string> {
  const folder = await mkdtemp(join(parent, 'soxauto-test-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  return folder;
}
