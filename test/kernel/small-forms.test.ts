import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { millisecondsBetween, parseInstant, systemClock } from '../../src/kernel/clock.ts';
import { csvField, csvRecord } from '../../src/kernel/csv-dialect.ts';
import { dataTypeText, parseDataType } from '../../src/kernel/data-type.ts';
import { parseSha256, sha256, startSha256 } from '../../src/kernel/digest.ts';
import { messageOf, ParseError } from '../../src/kernel/errors.ts';
import {
  parseCompanyCode,
  parseControlId,
  parseEntityCode,
  parseItemId,
  parseRunId,
  parseSourceName,
} from '../../src/kernel/ids.ts';

describe('identifiers', () => {
  it.each(['IPE_07', 'IPE_08_TIMING', 'CR_05a', 'DOC_001', 'JDASH'])('accepts item id %s', (id) => {
    expect(parseItemId(id)).toBe(id);
  });

  it.each([
    [parseItemId, 'ipe_07'],
    [parseItemId, 'IPE_07/../x'],
    [parseControlId, 'C_PG_1'],
    [parseEntityCode, 'NGA'],
    [parseCompanyCode, 'EC NG'],
    [parseSourceName, 'NAV_DW'],
    [parseRunId, '123'],
  ])('refuses an identifier of another form (%#)', (parse, text) => {
    expect(() => parse(text)).toThrow(expect.objectContaining({ code: 'BAD_ID' }));
  });

  it('accepts control, entity, company, source and run ids', () => {
    expect(parseControlId('C-PG-1')).toBe('C-PG-1');
    expect(parseEntityCode('ALL')).toBe('ALL');
    expect(parseCompanyCode('EC_NG')).toBe('EC_NG');
    expect(parseSourceName('nav_dw')).toBe('nav_dw');
    expect(parseRunId('0b8f6d3e-1c55-4c1e-9d5a-0123456789ab')).toHaveLength(36);
  });
});

describe('digests', () => {
  it('are SHA-256 of UTF-8 text or bytes, whole or in pieces', () => {
    const abc = 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad';
    expect(sha256('abc')).toBe(abc);
    const running = startSha256();
    running.update(Buffer.from('a'));
    running.update(Buffer.from('bc'));
    expect(running.digest()).toBe(abc);
    expect(parseSha256(abc)).toBe(abc);
  });

  it('refuses upper-case or short text as a digest', () => {
    expect(() => parseSha256('AB')).toThrow(expect.objectContaining({ code: 'BAD_DIGEST' }));
  });
});

describe('moments', () => {
  it('H-1 are UTC with milliseconds and nothing else', () => {
    const at = parseInstant('2025-09-30T14:35:22.104Z');
    expect(millisecondsBetween(at, parseInstant('2025-09-30T14:35:23.000Z'))).toBe(896);
    expect(parseInstant(systemClock.now())).toMatch(/Z$/);
    for (const text of ['2025-09-30T14:35:22Z', '2025-09-30', 'now', '2025-02-30T00:00:00.000Z']) {
      expect(() => parseInstant(text)).toThrow(expect.objectContaining({ code: 'BAD_DATE' }));
    }
  });
});

describe('csv/v1 fields', () => {
  it('keeps NULL and the empty text apart', () => {
    expect(csvRecord([null, '', 'a'])).toBe(',"",a\n');
  });

  it.each([
    ['a,b', '"a,b"'],
    ['a"b', '"a""b"'],
    ['#1', '"#1"'],
    ['x\ny', '"x\ny"'],
    ['x\ry', '"x\ry"'],
    [' 007 ', ' 007 '],
  ])('writes %j as %j', (value, field) => {
    expect(csvField(value)).toBe(field);
  });
});

describe('column types', () => {
  it.each([
    'integer',
    'boolean',
    'date',
    'text',
    'uuid',
    'binary',
    'json',
    'decimal(19,4)',
    'decimal(38,38)',
    'timestamp(3)',
    'timestamptz(6)',
    'time(0)',
  ])('reads and writes %s', (text) => {
    expect(dataTypeText(parseDataType(text))).toBe(text);
  });

  it.each([
    'float',
    'double',
    'decimal',
    'decimal(39,0)',
    'decimal(0,0)',
    'decimal(4,5)',
    'decimal(4)',
    'integer(4)',
    'timestamp',
    'timestamp(10)',
    'timestamp(1,2)',
    'time',
    'time(1,1)',
    'time(10)',
    'TEXT',
    '',
  ])('refuses %j', (text) => {
    expect(() => parseDataType(text)).toThrow(expect.objectContaining({ code: 'BAD_DATA_TYPE' }));
  });
});

describe('errors', () => {
  it('keep code, cause, advice and whether trying again may help', () => {
    const cause = new Error('inner');
    const error = new ParseError('BAD_VALUE', 'outer', { cause, transient: true, advice: 'do x' });
    expect(error).toMatchObject({
      code: 'BAD_VALUE',
      cause,
      transient: true,
      advice: 'do x',
      name: 'ParseError',
    });
    expect(new ParseError('BAD_VALUE', 'plain')).toMatchObject({
      transient: false,
      advice: undefined,
    });
    expect(messageOf(error)).toBe('outer');
  });

  it('give one sentence for anything thrown', () => {
    fc.assert(
      fc.property(fc.anything({ withNullPrototype: true }), (thrown) => {
        expect(typeof messageOf(thrown)).toBe('string');
      }),
    );
    expect(messageOf({ toString: null })).toBe('something was thrown that has no text');
  });
});
