import { stat } from 'node:fs/promises';
import { basename } from 'node:path';
import { RunnerError } from '../runner.ts';

/** What tells one state of a file from another without reading it. */
export type FileStates = ReadonlyMap<string, string>;

/** @throws RunnerError SOURCE_UNAVAILABLE when a file is gone */
export async function fileStates(files: readonly string[]): Promise<FileStates> {
  const states = new Map<string, string>();
  for (const file of files) {
    const found = await stat(file, { bigint: true }).catch((thrown: unknown) => {
      throw new RunnerError('SOURCE_UNAVAILABLE', `${basename(file)} cannot be read any more`, {
        cause: thrown,
        advice: 'Put the file back and run again.',
      });
    });
    states.set(file, `${found.ino} ${found.size} ${found.mtimeNs}`);
  }
  return states;
}

/** @throws RunnerError SOURCE_UNAVAILABLE when a file is not what it was when the reading began */
export async function requireUnchanged(before: FileStates): Promise<void> {
  const now = await fileStates([...before.keys()]);
  for (const [file, state] of before) {
    if (now.get(file) === state) continue;
    throw new RunnerError('SOURCE_UNAVAILABLE', `${basename(file)} changed while it was read`, {
      transient: true,
      advice: 'Run again when nobody writes to the file.',
    });
  }
}
