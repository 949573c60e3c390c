import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { csvRecord } from '../../../src/kernel/csv-dialect.ts';
import { CsvBytes } from '../../../src/runners/mssql/csv-bytes.ts';
import { transportColumn, transportType } from '../../../src/runners/mssql/transport-types.ts';

function column(name: string, sourceType = 'nvarchar(max)') {
  const type = transportType(sourceType);
  if (type === undefined) throw new Error(`${sourceType} has no exact text`);
  return transportColumn(name, sourceType, type);
}

/** The file that the rows make, taken chunk by chunk. */
function fileOf(names: readonly string[], rows: readonly (readonly unknown[])[]): string {
  const csv = new CsvBytes(names.map((name) => column(name)));
  const chunks: Uint8Array[] = [];
  for (const row of rows) {
    csv.row(row);
    if (csv.full) chunks.push(...csv.take());
  }
  chunks.push(...csv.takeRest());
  return Buffer.concat(chunks).toString('utf8');
}

function expected(names: readonly string[], rows: readonly (readonly (string | null)[])[]) {
  return [names, ...rows].map(csvRecord).join('');
}

const character = fc.constantFrom('a', '7', ' ', ',', '"', '\n', '\r', '#', 'é', 'ω', '漢', '😀');
const cell = fc.option(
  fc.oneof(
    fc.string({ unit: character, maxLength: 12 }),
    fc.string({ unit: 'binary', maxLength: 12 }).filter((text) => !text.includes('\0')),
  ),
);

describe('bytes of received rows', () => {
  it('are the csv/v1 records of their values, whatever is in them', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(cell, cell, cell), { maxLength: 20 }), (rows) => {
        expect(fileOf(['a', 'b', 'c'], rows)).toBe(expected(['a', 'b', 'c'], rows));
      }),
      { numRuns: 300 },
    );
  });

  it('are the same where fields meet the ends of chunks, and where one is longer than a chunk', () => {
    const lengths = [0, 1, 5_460, 65_535, 65_536, 65_537, 87_381, 262_143, 262_144, 600_000];
    for (const unit of ['x', '"', 'é', '漢', '😀']) {
      const rows = lengths.map((length) => [
        unit.repeat(Math.ceil(length / unit.length)),
        null,
        'end',
      ]);
      // compared as a whole: the difference of two texts of megabytes is of no use
      expect(fileOf(['a', 'b', 'c'], rows) === expected(['a', 'b', 'c'], rows)).toBe(true);
    }
  });

  it('are the same when every row of many leaves another room in its chunk', () => {
    const rows = Array.from({ length: 6_000 }, (_, row) => [
      'é"x'.repeat(row % 53),
      row % 7 === 0 ? null : `${row}`,
    ]);
    expect(fileOf(['a', 'b'], rows) === expected(['a', 'b'], rows)).toBe(true);
  });

  it('quote names in the header as values', () => {
    expect(fileOf(['plain', 'with, comma', '#'], [])).toBe('plain,"with, comma","#"\n');
  });

  it.each([
    ['U+0000', 'ab\0c', 'TEXT_NUL'],
    ['U+0000 in a text to quote', '"\0', 'TEXT_NUL'],
    ['half of a surrogate pair', 'a\ud800b', 'TEXT_NOT_WELL_FORMED'],
    ['the other half', 'a\udc00', 'TEXT_NOT_WELL_FORMED'],
    ['U+0000 at the end of a long text', `${'x'.repeat(70_000)}\0`, 'TEXT_NUL'],
    ['a number where text was asked for', 17, 'SOURCE_CORRUPT'],
    ['bytes where text was asked for', new Uint8Array([1]), 'SOURCE_CORRUPT'],
    ['nothing at all', undefined, 'SOURCE_CORRUPT'],
  ])('are refused for %s, with row and column', (_, wrong, code) => {
    const csv = new CsvBytes([column('first'), column('second')]);
    csv.row(['a', 'b']);
    expect(() => csv.row(['a', wrong])).toThrow(
      expect.objectContaining({
        code,
        message: expect.stringMatching(/^row 2: column "second"/),
      }),
    );
  });
});
