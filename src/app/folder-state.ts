import { randomBytes } from 'node:crypto';
import { access, mkdir, rm, statfs, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { messageOf, PipelineError } from '../kernel/errors.ts';

const LEAST_FREE_BYTES = 1024 ** 3;

/** One thing that was looked at, in plain words. */
export interface Diagnosis {
  readonly what: string;
  readonly state: 'ok' | 'note' | 'wrong';
  readonly words: string;
}

export function wrong(what: string, thrown: unknown): Diagnosis {
  const advice = thrown instanceof PipelineError ? (thrown.advice ?? '') : '';
  return { what, state: 'wrong', words: `${messageOf(thrown)} ${advice}`.trim() };
}

/** The nearest folder that exists, so that looking creates nothing. */
async function existing(folder: string): Promise<string> {
  try {
    await access(folder);
    return folder;
  } catch {
    return folder === dirname(folder) ? folder : await existing(dirname(folder));
  }
}

/** Can files be made there? A probe is written to the nearest folder that exists, and removed. */
export async function folderState(what: string, folder: string): Promise<Diagnosis> {
  try {
    const place = await existing(folder);
    const probe = join(place, `.ipe-doctor-${randomBytes(6).toString('hex')}`);
    await mkdir(probe);
    try {
      await writeFile(join(probe, 'probe'), 'probe');
    } finally {
      await rm(probe, { recursive: true, force: true });
    }
    const { bavail, bsize } = await statfs(place);
    const free = bavail * bsize;
    const gigabytes = `${Math.floor(free / 1024 ** 2)} MiB free`;
    return free < LEAST_FREE_BYTES
      ? { what, state: 'note', words: `${folder} is writable, but only ${gigabytes}` }
      : { what, state: 'ok', words: `${folder} is writable, ${gigabytes}` };
  } catch (thrown) {
    return wrong(what, new Error(`${folder} cannot be written: ${messageOf(thrown)}`));
  }
}
