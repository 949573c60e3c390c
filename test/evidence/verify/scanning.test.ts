import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { startByteRange } from '../../../src/evidence/verify/byte-range.ts';
import { type ByteWords, compareBytes, roomFor } from '../../../src/evidence/verify/byte-words.ts';
import { startDistinct } from '../../../src/evidence/verify/distinct-values.ts';
import {
  compareLimbs,
  limbsOf,
  limbsValue,
  startSum,
} from '../../../src/evidence/verify/exact-sum.ts';
import { readNumber } from '../../../src/evidence/verify/number-form.ts';
import { startPreviewMatch } from '../../../src/evidence/verify/preview-match.ts';
import { scanColumn } from '../../../src/evidence/verify/scan-column.ts';
import { scanCsv } from '../../../src/evidence/verify/scan-csv.ts';
import { parseDataType } from '../../../src/kernel/data-type.ts';
import { type Cells, record } from './good-package.ts';

/** Bytes put somewhere inside a larger buffer, as a cell lies in a record. */
function placed(
  bytes: Uint8Array,
  before: number,
): { words: ByteWords; start: number; end: number } {
  const words = roomFor(bytes.length + before + 3);
  words.bytes.fill(0xaa);
  words.bytes.set(bytes, before);
  return { words, start: before, end: before + bytes.length };
}

const bytes = fc.uint8Array({ maxLength: 20 });
/** Values with long common beginnings, as columns have them. */
const alike = fc
  .tuple(fc.constantFrom('', 'INV-', 'INV-2025-'), fc.string({ unit: 'grapheme', maxLength: 9 }))
  .map(([prefix, rest]) => Buffer.from(prefix + rest));
const units = fc.bigInt({ min: -(10n ** 38n) + 1n, max: 10n ** 38n - 1n });

describe('bytes read four at a time', () => {
  it('are ordered as byte by byte', () => {
    fc.assert(
      fc.property(fc.oneof(bytes, alike), fc.oneof(bytes, alike), fc.nat(5), (a, b, before) => {
        const left = placed(a, before);
        const right = placed(b, 0);
        const order = compareBytes(left.words, left.start, left.end, right.words, right.end);
        expect(Math.sign(order)).toBe(Buffer.compare(a, b));
      }),
    );
  });

  it('have the lowest and highest that sorting gives', () => {
    fc.assert(
      fc.property(fc.array(alike, { minLength: 1, maxLength: 40 }), (values) => {
        const range = startByteRange();
        for (const value of values) {
          const { words, start, end } = placed(value, 2);
          range.add(words, start, end);
        }
        const sorted = values.toSorted(Buffer.compare);
        expect(range.lowest()).toBe(sorted[0]?.toString());
        expect(range.highest()).toBe(sorted.at(-1)?.toString());
      }),
    );
  });

  it('are counted once each', () => {
    fc.assert(
      fc.property(fc.array(fc.oneof(bytes, alike), { maxLength: 60 }), (values) => {
        const distinct = startDistinct(1000);
        for (const value of values) {
          const { words, start, end } = placed(value, 1);
          distinct.add(words, start, end);
        }
        const different = new Set(values.map((value) => Buffer.from(value).toString('hex')));
        expect(distinct.count()).toBe(different.size);
      }),
    );
  });

  it('are told apart at every length and place', () => {
    const distinct = startDistinct(1000);
    const range = startByteRange();
    const values: Buffer[] = [];
    for (let length = 0; length <= 9; length += 1) {
      values.push(Buffer.alloc(length, 'm'));
      for (let at = 0; at < length; at += 1) {
        for (const other of ['a', 'z']) {
          const value = Buffer.alloc(length, 'm');
          value.write(other, at);
          values.push(value);
        }
      }
    }
    for (const value of [...values, ...values]) {
      const { words, start, end } = placed(value, 2);
      distinct.add(words, start, end);
      range.add(words, start, end);
      for (const other of values) {
        const order = compareBytes(words, start, end, placed(other, 0).words, other.length);
        expect(Math.sign(order)).toBe(Buffer.compare(value, other));
      }
    }
    expect(distinct.count()).toBe(values.length);
    expect([range.lowest(), range.highest()]).toEqual(['', 'zmmmmmmmm']);
  });

  it('are counted exactly where thousands are alike, and no further than the limit', () => {
    const count = (limit: number) => {
      const distinct = startDistinct(limit);
      for (let k = 0; k < 12_000; k += 1) {
        const { words, start, end } = placed(Buffer.from(`customer ${k % 6000}`), 1);
        distinct.add(words, start, end);
      }
      return distinct.count();
    };
    expect(count(6000)).toBe(6000);
    expect(count(5999)).toBe(6000);
    expect(count(100)).toBe(101);
  });
});

describe('G-2 numbers without bigint or text per cell', () => {
  it('are the whole number their limbs stand for', () => {
    fc.assert(
      fc.property(units, (value) => {
        expect(limbsValue(limbsOf(value), 0)).toBe(value);
      }),
    );
  });

  it('are ordered as bigints are', () => {
    fc.assert(
      fc.property(units, units, (a, b) => {
        const order = a === b ? 0 : a < b ? -1 : 1;
        expect(Math.sign(compareLimbs(limbsOf(a), 0, limbsOf(b)))).toBe(order);
      }),
    );
  });

  it('add up as bigints do, far beyond what a double counts', () => {
    fc.assert(
      fc.property(fc.array(units, { maxLength: 50 }), fc.nat(300), (values, times) => {
        const sum = startSum();
        for (let round = 0; round < times; round += 1) {
          for (const value of values) sum.add(limbsOf(value), 0);
        }
        const whole = values.reduce((total, value) => total + value, 0n);
        expect(sum.total()).toBe(whole * BigInt(times));
      }),
      { numRuns: 30 },
    );
    const sum = startSum();
    for (let k = 0; k < 100_000; k += 1) sum.add(limbsOf(10n ** 15n - 1n), 0);
    expect(sum.total()).toBe(100_000n * (10n ** 15n - 1n));
  });

  it('are read at every scale and length', () => {
    fc.assert(
      fc.property(units, fc.integer({ min: 0, max: 37 }), (value, scale) => {
        const digits = (value < 0n ? -value : value).toString().padStart(scale + 1, '0');
        const point = digits.length - scale;
        const fraction = scale === 0 ? '' : `.${digits.slice(point)}`;
        const text = `${value < 0n ? '-' : ''}${digits.slice(0, point)}${fraction}`;
        const { words, start, end } = placed(Buffer.from(text), 3);
        const limbs = new Float64Array(6);
        const form = { scale, wholeDigits: 38, isInteger: false };
        expect(readNumber(form, words.bytes, start, end, limbs, 3)).toBe(true);
        expect(limbsValue(limbs, 3)).toBe(value);
      }),
    );
  });

  it('keep to 64 bits where they are integers', () => {
    const fits = (text: string) =>
      readNumber(
        { scale: 0, wholeDigits: 19, isInteger: true },
        Buffer.from(text),
        0,
        text.length,
        new Float64Array(3),
        0,
      );
    expect(['9223372036854775807', '-9223372036854775808', '0', '-1'].map(fits)).not.toContain(
      false,
    );
    expect(['9223372036854775808', '-9223372036854775809', '-0', '00'].map(fits)).not.toContain(
      true,
    );
  });
});

describe('csv/v1', () => {
  const cell = fc.option(
    fc.oneof(
      fc.string({
        unit: fc.constantFrom('a', '"', ',', '\n', '\r', '#', 'é', '-', ' '),
        maxLength: 9,
      }),
      fc.string({ unit: 'grapheme', maxLength: 6 }).map((text) => text.replaceAll('\0', '')),
    ),
  );
  const table = fc
    .integer({ min: 2, max: 4 })
    .chain((columns) =>
      fc.array(fc.array(cell, { minLength: columns, maxLength: columns }), { minLength: 1 }),
    );

  it('is read back as it was written, however it arrives', () => {
    fc.assert(
      fc.property(
        table,
        fc.array(fc.integer({ min: 1, max: 30 }), { minLength: 1 }),
        (rows, cuts) => {
          const whole = Buffer.concat(rows.map(record));
          const found: Cells[] = [];
          const ends: number[] = [];
          const scan = scanCsv(rows[0]?.length ?? 0, {
            batch: ({ words, starts, ends: fieldEnds, columns, records }) => {
              for (let at = 0; at < records * columns; at += columns) {
                const cells = Array.from(starts.subarray(at, at + columns), (start, field) =>
                  start < 0
                    ? null
                    : Buffer.from(words.bytes.subarray(start, fieldEnds[at + field])).toString(),
                );
                found.push(cells);
              }
            },
            span: (all, recordEnds, count) => {
              let from = 0;
              for (const end of recordEnds.subarray(0, count)) {
                ends.push(end - from);
                expect(record(rows[ends.length - 1] ?? []).equals(all.subarray(from, end))).toBe(
                  true,
                );
                from = end;
              }
            },
          });
          for (let at = 0, cut = 0; at < whole.length; cut += 1) {
            const size = cuts[cut % cuts.length] ?? 1;
            scan.take(whole.subarray(at, at + size));
            at += size;
          }
          scan.end();
          expect(found).toEqual(rows);
          const inFields = rows.flat().join('').split('\n').length - 1;
          expect(scan.embeddedNewlines()).toBe(inFields);
        },
      ),
    );
  });
});

describe('csv/v1 cut in two', () => {
  const rows: readonly Cells[] = [
    ['a', null, ''],
    ['say "so"', 'x,y', 'two\nlines'],
    [null, '"', '#'],
    ['é😀', 'b-c d', '""'],
  ];
  const whole = Buffer.concat(rows.map(record));

  it.each(Array.from({ length: whole.length + 1 }, (_, at) => at))('at byte %i', (at) => {
    let records = 0;
    const texts: string[] = [];
    const scan = scanCsv(3, {
      span: () => undefined,
      batch: (batch) => {
        records += batch.records;
        for (let field = 0; field < 3 * batch.records; field += 1) {
          const [start, end] = [batch.starts[field] ?? -1, batch.ends[field] ?? 0];
          if (start >= 0)
            texts.push(Buffer.from(batch.words.bytes.subarray(start, end)).toString());
        }
      },
    });
    scan.take(whole.subarray(0, at));
    scan.take(whole.subarray(at));
    scan.end();
    expect(records).toBe(4);
    expect(texts).toEqual(rows.flat().filter((cell) => cell !== null));
    expect(scan.embeddedNewlines()).toBe(1);
  });
});

describe('I-1 the preview', () => {
  it.each([0, 1, 50, 51, 100, 101, 102, 250])(
    'of %i rows is header, first and last 50 records, however they arrive',
    (rows) => {
      const records = Array.from({ length: rows + 1 }, (_, k) =>
        Buffer.from(`${'r'.repeat(k % 9)}${k}\n`),
      );
      const shown = rows <= 100 ? records : [...records.slice(0, 51), ...records.slice(-50)];
      const preview = Buffer.concat(shown);
      const matches = (content: Uint8Array, sizes: readonly number[]) => {
        const match = startPreviewMatch(content, rows);
        for (let at = 0, k = 0; at < records.length; k += 1) {
          const span = records.slice(at, at + (sizes[k % sizes.length] ?? 1));
          let end = 0;
          const ends = span.map((bytes) => (end += bytes.length));
          match.span(Buffer.concat(span), Int32Array.from(ends), span.length);
          at += span.length;
        }
        return match.matches();
      };
      fc.assert(
        fc.property(fc.array(fc.integer({ min: 1, max: 70 }), { minLength: 1 }), (sizes) => {
          expect(matches(preview, sizes)).toBe(true);
          expect(matches(Buffer.concat([preview, Buffer.from('x')]), sizes)).toBe(false);
          expect(matches(preview.subarray(0, -1), sizes)).toBe(false);
        }),
      );
      for (let at = 0; at < preview.length; at += 7) {
        const changed = Buffer.from(preview);
        changed.writeUInt8((changed[at] ?? 0) ^ 1, at);
        expect(matches(changed, [30])).toBe(false);
      }
    },
  );
});

it('very short records by the thousand are all read', () => {
  let count = 0;
  const scan = scanCsv(1, {
    batch: ({ records }) => {
      count += records;
    },
    span: () => undefined,
  });
  scan.take(Buffer.from('a\n'.repeat(20_000)));
  scan.end();
  expect(count).toBe(20_000);
});

describe('figures of a column', () => {
  it('take no notice of limits they were not asked to keep', () => {
    const column = scanColumn(parseDataType('integer'), {
      index: 0,
      watched: false,
      distinctLimit: null,
    });
    const scan = scanCsv(1, { span: () => undefined, batch: (batch) => column.take(batch, 0) });
    scan.take(Buffer.from('3\n""\n-7\n3\nx\n'));
    scan.end();
    expect(column.figures()).toEqual({
      nulls: 0,
      empties: 1,
      misfits: 2,
      min: '-7',
      max: '3',
      sum: '-1',
      formulaLikeCells: 0,
      distinct: null,
    });
  });
});
