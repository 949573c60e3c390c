import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { readDataSummary, writeDataSummary } from '../../../src/evidence/manifest/data-summary.ts';
import {
  readEvidenceJson,
  writeEvidenceJson,
} from '../../../src/evidence/manifest/evidence-json.ts';
import { fileObject, textOf } from '../../../src/evidence/manifest/file-object.ts';
import {
  integrityLine,
  readIntegrityHash,
  writeIntegrityHash,
} from '../../../src/evidence/manifest/integrity-hash.ts';
import { readJsonFile, writeJsonFile } from '../../../src/evidence/manifest/json-file.ts';
import { rowIndexLine, rowIndexText } from '../../../src/evidence/manifest/row-index.ts';
import { readRunStart, writeRunStart } from '../../../src/evidence/manifest/run-start.ts';
import { readSchemaJson, writeSchemaJson } from '../../../src/evidence/manifest/schema-json.ts';
import { parseStrictJson } from '../../../src/evidence/manifest/strict-json.ts';
import {
  readValidationResults,
  writeValidationResults,
} from '../../../src/evidence/manifest/validation-results.ts';
import { parseDataType } from '../../../src/kernel/data-type.ts';
import { sha256 } from '../../../src/kernel/digest.ts';
import { draft, evidenceText, goodRows, type Loose, partsOf } from '../verify/good-package.ts';

const PARTS = partsOf(draft(goodRows(12)));

function bytes(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}

function json(value: Loose): string {
  return `${JSON.stringify(value, null, 2)}\n`;
}

const FILES: readonly [string, string, (read: Uint8Array) => string][] = [
  ['evidence.json', evidenceText(PARTS.evidence), (b) => writeEvidenceJson(readEvidenceJson(b))],
  ['run_start.json', json(PARTS.runStart), (b) => writeRunStart(readRunStart(b))],
  ['schema.json', json(PARTS.schema), (b) => writeSchemaJson(readSchemaJson(b))],
  ['data_summary.json', json(PARTS.summary), (b) => writeDataSummary(readDataSummary(b))],
  ['integrity_hash.json', json(PARTS.integrity), (b) => writeIntegrityHash(readIntegrityHash(b))],
  [
    'validation_results.json',
    json(PARTS.results),
    (b) => writeValidationResults(readValidationResults(b)),
  ],
];

describe('a JSON file of a package', () => {
  it.each(FILES)(
    '%s is read and written byte for byte as the sheet has it',
    (_name, text, copy) => {
      expect(copy(bytes(text))).toBe(text);
    },
  );

  it('run_start.json of earlier versions has no source mark: it reads as none', () => {
    const { source_mark: _none, ...earlier } = PARTS.runStart;
    expect(readRunStart(bytes(json(earlier))).sourceMark).toBeNull();
    const wrong = json({ ...PARTS.runStart, source_mark: 'unchanged' });
    expect(() => readRunStart(bytes(wrong))).toThrow(/source_mark/);
  });

  it.each(FILES)('%s may hold further names that start with x_', (_name, text, copy) => {
    const more = text.replace('{\n', '{\n  "x_note": {"any": 1},\n');
    expect(copy(bytes(more))).toBe(text);
  });

  it.each(FILES)('%s refuses other names, missing names and wrong values', (_name, text, copy) => {
    const first = /"([a-z_]+)": ("[^"]*")/.exec(text) ?? [];
    for (const other of [
      text.replace('{\n', '{\n  "note": 1,\n'),
      text.replace(`"${first[1]}"`, `"x_${first[1]}"`),
      text.replace(`${first[2]}`, '77'),
    ]) {
      expect(other).not.toBe(text);
      expect(() => copy(bytes(other))).toThrow(
        expect.objectContaining({ code: 'BAD_MEMBER_FILE' }),
      );
    }
  });

  it('refuses figures of a million digits without reading them', () => {
    const [total] = PARTS.evidence.control_totals;
    const long = { ...total, extract: '1'.repeat(1_000_000) };
    const text = evidenceText({ ...PARTS.evidence, control_totals: [long] });
    expect(() => readEvidenceJson(bytes(text))).toThrow(/control_totals\.0\.extract/);
  });

  it('names every place that does not fit', () => {
    const text = evidenceText({ ...PARTS.evidence, row_count: -1, entity: 'Nigeria' });
    expect(() => readEvidenceJson(bytes(text))).toThrow(/row_count: .*; entity: .*Nigeria/);
    expect(() => readRunStart(bytes('[]'))).toThrow(/the whole: /);
  });
});

describe('evidence.json', () => {
  it('writes percentages with exactly one decimal, also when there are none', () => {
    const evidence = readEvidenceJson(bytes(evidenceText(PARTS.evidence)));
    expect(writeEvidenceJson(evidence)).toContain('"id_company": 100.0,\n    "posted": 91.6\n');
    const none = { ...evidence, criticalColumnCompleteness: {} };
    expect(writeEvidenceJson(none)).toContain('\n  "critical_column_completeness": {},\n');
  });

  it.each([
    '100',
    '"100.0"',
    '100.00',
    '100.1',
    '101.0',
    'null',
    '{}',
    '-1.0',
    '1e2',
    '{"scale":1}',
    '{"units":1,"scale":1}',
    '{"units":1}',
  ])('refuses the percentage %s', (percent) => {
    const text = evidenceText(PARTS.evidence).replace('100.0', percent);
    expect(() => readEvidenceJson(bytes(text))).toThrow();
  });
});

describe('schema.json', () => {
  const column = { name: 'a', type: parseDataType('text'), nullable: false, timeZone: null };

  it('writes precision and scale beside the type', () => {
    const types = ['decimal(19,4)', 'timestamp(3)', 'text'].map((type, at) => ({
      ...column,
      name: `c${at}`,
      type: parseDataType(type),
    }));
    const text = writeSchemaJson({ columns: types, sortKey: ['c0'] });
    expect(
      JSON.parse(text).columns.map(({ precision, scale }: Loose) => [precision, scale]),
    ).toEqual([
      [19, 4],
      [3, null],
      [null, null],
    ]);
  });

  it.each([
    ['a column twice', { columns: [column, column], sortKey: ['a'] }],
    ['a key column twice', { columns: [column], sortKey: ['a', 'a'] }],
    ['a key column that is none', { columns: [column], sortKey: ['b'] }],
    ['no column', { columns: [], sortKey: ['a'] }],
    ['no key', { columns: [column], sortKey: [] }],
  ])('with %s is refused', (_what, schema) => {
    expect(() => writeSchemaJson(schema)).toThrow();
  });

  it.each([
    ['"type": "decimal(19,4)"', '"type": "float"'],
    ['"type": "decimal(19,4)"', '"type": "decimal(18,4)"'],
    ['"scale": 4', '"scale": 2'],
  ])('with %s replaced by %s is refused', (what, by) => {
    const text = json(PARTS.schema);
    expect(() => readSchemaJson(bytes(text.replace(what, by)))).toThrow(/disagree/);
  });
});

describe('row_index.csv and integrity_hash.sha256', () => {
  it('have one line per block, and one for sha256sum -c', () => {
    const block = {
      block: 0,
      firstRecord: 0,
      records: 2,
      offset: 0,
      length: 9,
      sha256: sha256('x'),
    };
    expect(rowIndexLine(block)).toBe(`0,0,2,0,9,${sha256('x')}`);
    expect(rowIndexText([block])).toBe(
      `block,first_record,records,offset,length,sha256\n0,0,2,0,9,${sha256('x')}\n`,
    );
    expect(integrityLine(sha256('x'))).toBe(`${sha256('x')}  data/ipe_data.csv\n`);
  });
});

describe('strict JSON', () => {
  it('reads what JSON has, and one-decimal numbers exactly', () => {
    const text =
      ' {"a": [1, -2, true, false, null, {}, [ ]], "b\\n\\u00e9": "\\ud83d\\ude00", "c": 99.9}\n';
    expect(parseStrictJson(bytes(text))).toEqual({
      a: [1, -2, true, false, null, {}, []],
      'b\né': '😀',
      c: { units: 999n, scale: 1 },
    });
  });

  it.each([
    ['a duplicate name', '{"a":1,"a":1}'],
    ['a duplicate name written differently', '{"a":1,"\\u0061":1}'],
    ['a prototype', '{"__proto__":{}}'],
    ['a byte order mark', '\ufeff{}'],
    ['a comment', '{}//'],
    ['a second value', '{} {}'],
    ['nothing', ''],
    ['a trailing comma', '[1,]'],
    ['a comma in an object', '{"a":1,}'],
    ['a missing comma', '[1 2]'],
    ['a missing comma between names', '{"a":1 "b":2}'],
    ['a missing colon', '{"a" 1}'],
    ['a name without quotes', '{a:1}'],
    ['single quotes', "{'a':1}"],
    ['an open text', '"a'],
    ['an unknown escape', '"\\x"'],
    ['a control character', '"\u0001"'],
    ['half a surrogate pair', '"\\ud83d"'],
    ['a number too large', '9007199254740993'],
    ['a fraction', '0.25'],
    ['an exponent', '1e2'],
    ['minus zero', '-0'],
    ['a leading zero', '01'],
    ['a bare minus', '-'],
    ['Infinity', 'Infinity'],
    ['deep nesting', `${'['.repeat(40)}${']'.repeat(40)}`],
  ])('refuses %s', (_what, text) => {
    expect(() => parseStrictJson(bytes(text))).toThrow(
      expect.objectContaining({ name: 'ManifestError', code: 'BAD_JSON' }),
    );
  });

  it('refuses bytes that are no UTF-8', () => {
    expect(() => parseStrictJson(Uint8Array.of(0x22, 0xff, 0x22))).toThrow(
      expect.objectContaining({ code: 'BAD_JSON' }),
    );
  });
});

describe('objects of files', () => {
  const schema = fileObject({
    rowCount: z.int(),
    inner: z.array(fileObject({ sameSnapshot: z.boolean() })),
  });

  it('are camelCase in code and snake_case on disk, names in their order', () => {
    const value = { inner: [{ sameSnapshot: true }], rowCount: 1 };
    const text = writeJsonFile(schema as Loose, value);
    expect(text.replace(/\s/g, '')).toBe('{"row_count":1,"inner":[{"same_snapshot":true}]}');
    expect(readJsonFile(schema, bytes(text))).toEqual(value);
  });

  it('hold texts that a parser accepts unchanged', () => {
    const trimmed = textOf((text) => text.trim());
    expect(z.safeDecode(trimmed, 'a').success).toBe(true);
    for (const value of [' a', 1, null]) {
      expect(z.safeDecode(trimmed, value as string).success).toBe(false);
    }
  });
});
