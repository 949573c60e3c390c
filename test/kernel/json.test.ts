import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { canonicalJson, type Json, memberJson } from '../../src/kernel/json.ts';

const { value } = fc.letrec<{ value: Json }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 4 },
    fc.constant(null),
    fc.boolean(),
    fc.maxSafeInteger(),
    fc.string({ unit: 'binary' }),
    fc.array(tie('value'), { maxLength: 4 }),
    fc.dictionary(fc.string({ unit: 'binary-ascii' }), tie('value'), { maxKeys: 5 }),
  ),
}));

describe('canonical JSON', () => {
  it('can be read back by any JSON reader', () => {
    fc.assert(
      fc.property(value, (json) => {
        expect(JSON.parse(canonicalJson(json))).toEqual(JSON.parse(JSON.stringify(json)));
        expect(JSON.parse(memberJson(json))).toEqual(JSON.parse(JSON.stringify(json)));
      }),
    );
  });

  it('I-2 does not depend on the order members were given in', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.integer(), { minKeys: 1 }), (members) => {
        const reversed = Object.fromEntries(Object.entries(members).reverse());
        expect(canonicalJson(reversed)).toBe(canonicalJson(members));
      }),
    );
  });

  it('orders members by code unit and leaves no blanks', () => {
    expect(canonicalJson({ b: [1, -0, null], a: { é: true, Z: 'x"y' } })).toBe(
      '{"a":{"Z":"x\\"y","é":true},"b":[1,0,null]}',
    );
  });

  it.each([0.1, Number.NaN, Number.POSITIVE_INFINITY, 2 ** 53])(
    'G-2 refuses %d: evidence holds safe integers only',
    (number) => {
      expect(() => canonicalJson({ number })).toThrow(RangeError);
      expect(() => memberJson([number])).toThrow(RangeError);
    },
  );
});

describe('member JSON', () => {
  it('indents by two blanks, keeps the order given and ends with one line feed', () => {
    expect(memberJson({ b: [1, { c: [] }], a: {} })).toBe(
      '{\n  "b": [\n    1,\n    {\n      "c": []\n    }\n  ],\n  "a": {}\n}\n',
    );
  });
});
