import { existsSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as after } from 'node:timers/promises';
import { inject } from 'vitest';
import type { DemoBooks } from '../../src/demo/demo-books.ts';
import { ensureDemoBooks } from '../../src/demo/ensure-demo-books.ts';
import { isFirst } from './whole-run.ts';

const ROWS = 400;
/** The command line's words for the same books. */
export const FEW_ROWS = ['--rows', `${ROWS}`];

function folder(): string {
  return join(inject('shared'), 'small-books');
}

/** Small demo books for all files: the first who asks builds them, others wait for that. Nobody changes them. */
export async function smallBooks(): Promise<DemoBooks> {
  const built = join(folder(), 'built');
  if (isFirst(folder())) {
    await ensureDemoBooks({ folder: folder(), rows: ROWS });
    writeFileSync(built, '');
  }
  while (!existsSync(built)) await after(200);
  return await ensureDemoBooks({ folder: folder(), rows: ROWS });
}

/** A work folder that finds them built. */
export async function workWithSmallBooks(work: string): Promise<DemoBooks> {
  const books = await smallBooks();
  mkdirSync(work, { recursive: true });
  symlinkSync(folder(), join(work, 'demo'));
  return books;
}
