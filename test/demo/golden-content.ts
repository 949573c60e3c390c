import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect } from 'vitest';

/** The books the golden files are of: every test that reads them builds these. */
export const GOLDEN_BOOKS = { rows: 400 };
export const GOLDEN_PERIOD = '2025-09';

/** What every way to a source must deliver, be it another engine or another machine. */
interface Figures {
  readonly rows: number;
  readonly digest: string;
}

/**
 * Rows and content digest of an item's extract from the golden books. test/demo/findings.test.ts holds the file
 * against the embedded engine, and writes it with `vitest -u`. The catalog document has none: it is another one
 * whenever a definition is.
 */
export function goldenFile(id: string): string {
  return fileURLToPath(new URL(`../golden/content/${id}.txt`, import.meta.url));
}

export function goldenText({ rows, digest }: Figures): string {
  return `rows ${rows}\nsha256 ${digest}\n`;
}

/** Expects the content of the golden file. */
export function expectGolden(id: string, { rows, digest }: Figures): void {
  const advice = `${id} is not what test/golden/content/${id}.txt says; if the embedded engine gives other rows as well, because the books or the item were changed, write the files anew: npx vitest run --project parts -u test/demo/findings.test.ts`;
  const file = goldenFile(id);
  const golden = existsSync(file) ? readFileSync(file, 'utf8') : 'no such file';
  expect(goldenText({ rows, digest }), advice).toBe(golden);
}
