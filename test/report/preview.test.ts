import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { csvRecord } from '../../src/kernel/csv-dialect.ts';
import { PREVIEW_RECORDS, previewOf, previewRows } from '../../src/report/preview.ts';

const cell = fc.option(
  fc.string({ unit: 'binary' }).filter((text) => !text.includes('\0')),
  {
    nil: null,
  },
);
const rowsOf = (least: number, most: number) =>
  fc.array(fc.tuple(cell, fc.string({ minLength: 1 })), { minLength: least, maxLength: most });

function fileOf(rows: readonly (readonly (string | null)[])[]): Buffer {
  return Buffer.from([['a', 'b'], ...rows].map(csvRecord).join(''), 'utf8');
}

describe('the preview', () => {
  it('I-1 is the whole file when it has at most 100 records', () => {
    fc.assert(
      fc.property(rowsOf(0, 2 * PREVIEW_RECORDS), (rows) => {
        const file = fileOf(rows);
        expect(Buffer.from(previewOf(rows.length, file, file)).equals(file)).toBe(true);
      }),
      { numRuns: 30 },
    );
  });

  it('I-1 is header, first 50 and last 50 records byte for byte, whatever the cells hold', () => {
    fc.assert(
      fc.property(rowsOf(2 * PREVIEW_RECORDS + 1, 160), (rows) => {
        const file = fileOf(rows);
        const wanted = fileOf([...rows.slice(0, PREVIEW_RECORDS), ...rows.slice(-PREVIEW_RECORDS)]);
        expect(Buffer.from(previewOf(rows.length, file, file)).equals(wanted)).toBe(true);
      }),
      { numRuns: 30 },
    );
  });

  it('is read back with NULL apart from the empty text', () => {
    const rows = [
      [null, 'x'],
      ['', 'a,"b"\nc'],
      ['#', ' '],
    ];
    expect(previewRows(fileOf(rows))).toEqual([['a', 'b'], ...rows]);
  });
});
