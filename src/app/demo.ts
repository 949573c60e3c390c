import { join } from 'node:path';
import type { DemoBooks } from '../demo/demo-books.ts';
import { ensureDemoBooks } from '../demo/ensure-demo-books.ts';
import { FEWEST_ROWS, MOST_ROWS } from '../demo/settings.ts';
import { ParseError } from '../kernel/errors.ts';
import type { Config } from './config.ts';

export interface DemoRequest {
  /** Number of order items, as typed; the default size when not given. */
  readonly rows: string | undefined;
  readonly seed: string | undefined;
  readonly breaks: boolean;
}

function wholeNumber(
  name: string,
  text: string | undefined,
  least: number,
  most: number,
): number | undefined {
  if (text === undefined) return undefined;
  const value = Number(text);
  if (/^[1-9][0-9]{0,9}$/.test(text) && value >= least && value <= most) return value;
  throw new ParseError(
    'BAD_VALUE',
    `--${name} takes a whole number from ${least} to ${most}, got ${text}`,
  );
}

/** The demo books asked for, built on first use below the work folder. @throws ParseError, DemoError */
export async function demoBooks(
  config: Pick<Config, 'workFolder'>,
  { rows, seed, breaks }: DemoRequest,
  onProgress: (line: string) => void,
): Promise<DemoBooks> {
  const wantedRows = wholeNumber('rows', rows, FEWEST_ROWS, MOST_ROWS);
  const wantedSeed = wholeNumber('seed', seed, 1, 2_147_483_647);
  return await ensureDemoBooks({
    folder: join(config.workFolder, 'demo'),
    breaks,
    onProgress,
    ...(wantedRows === undefined ? {} : { rows: wantedRows }),
    ...(wantedSeed === undefined ? {} : { seed: wantedSeed }),
  });
}
