import { createReadStream } from 'node:fs';
import { open } from 'node:fs/promises';
import { RunnerError } from '../runner.ts';
import { altered } from './result-object.ts';

const QUOTE = 0x22;
const LF = 0x0a;
/** Longer than the names of any result. */
const LONGEST_HEADER = 4 * 1024 * 1024;

/** One record in Athena's own dialect: everything quoted but NULL, which is nothing at all. */
export function athenaRecord(cells: readonly (string | undefined)[]): string {
  const fields = cells.map((cell) => (cell === undefined ? '' : `"${cell.replaceAll('"', '""')}"`));
  return `${fields.join(',')}\n`;
}

/**
 * Whether a delivered file begins with the described names, position by position, and ends with a whole record.
 * @throws RunnerError RESULT_ALTERED
 */
export async function requireResultForm(
  what: string,
  path: string,
  names: readonly string[],
): Promise<void> {
  const file = await open(path, 'r');
  try {
    const { size } = await file.stat();
    const header = Buffer.from(athenaRecord(names), 'utf8');
    const start = Buffer.alloc(Math.min(Math.max(header.length, 1024), size, LONGEST_HEADER));
    await file.read(start, 0, start.length, 0);
    if (!start.subarray(0, header.length).equals(header)) {
      const found = start.subarray(0, 200).toString('utf8').split('\n')[0];
      throw altered(
        what,
        `it begins with ${JSON.stringify(found)}, expected ${JSON.stringify(header.toString('utf8', 0, 200).trimEnd())}`,
      );
    }
    const last = Buffer.alloc(1);
    await file.read(last, 0, 1, size - 1);
    if (last[0] !== LF) throw altered(what, 'its last record has no end');
  } finally {
    await file.close();
  }
}

/**
 * An empty line of a one-column result is NULL; csv/v1 has no form for it, and readers skip it.
 * @throws RunnerError TYPE_REFUSED naming the row
 */
export async function requireNoEmptyRecord(what: string, path: string): Promise<void> {
  let quoted = false;
  let atStart = true;
  let record = 0;
  for await (const chunk of createReadStream(path)) {
    for (const byte of chunk as Uint8Array) {
      if (byte === LF && !quoted) {
        if (atStart) throw onlyNull(what, record);
        record += 1;
        atStart = true;
        continue;
      }
      if (byte === QUOTE) quoted = !quoted;
      atStart = false;
    }
  }
}

function onlyNull(what: string, row: number): RunnerError {
  return new RunnerError('TYPE_REFUSED', `${what}: row ${row} is NULL in the only column`, {
    advice: 'Add a column that is never NULL, such as the key.',
  });
}
