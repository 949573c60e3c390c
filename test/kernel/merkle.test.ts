import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { merkleRoot } from '../../src/kernel/merkle.ts';

/** RFC 6962 section 2.1 as it is written there: recursive, over the whole list. */
function treeHash(leaves: readonly Uint8Array[]): Buffer {
  const sha = (...parts: readonly Uint8Array[]) =>
    parts.reduce((hash, part) => hash.update(part), createHash('sha256')).digest();
  const [only] = leaves;
  if (only === undefined) return sha();
  if (leaves.length === 1) return sha(Uint8Array.of(0), only);
  let split = 1;
  while (split * 2 < leaves.length) split *= 2;
  return sha(Uint8Array.of(1), treeHash(leaves.slice(0, split)), treeHash(leaves.slice(split)));
}

describe('merkleRoot', () => {
  const inputs = [
    '',
    '00',
    '10',
    '2021',
    '3031',
    '40414243',
    '5051525354555657',
    '606162636465666768696a6b6c6d6e6f',
  ];
  const leaves = inputs.map((hex) => Buffer.from(hex, 'hex'));

  it.each([
    [0, 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855'],
    [1, '6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d'],
    [3, 'aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77'],
    [8, '5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328'],
  ])('gives the published root of the first %d test leaves', (count, root) => {
    expect(Buffer.from(merkleRoot(leaves.slice(0, count)), 'base64').toString('hex')).toBe(root);
  });

  it('follows the definition of RFC 6962 for any number of leaves', () => {
    fc.assert(
      fc.property(fc.array(fc.uint8Array({ maxLength: 8 }), { maxLength: 70 }), (list) => {
        expect(merkleRoot(list)).toBe(treeHash(list).toString('base64'));
      }),
    );
  });

  it('changes when a leaf changes, moves, comes or goes', () => {
    const list = fc.uniqueArray(fc.uint8Array({ maxLength: 4 }), {
      minLength: 2,
      selector: (leaf) => leaf.join(),
    });
    fc.assert(
      fc.property(list, fc.nat(), (all, at) => {
        const index = at % (all.length - 1);
        const root = merkleRoot(all);
        expect(merkleRoot(all.toSpliced(index, 1))).not.toBe(root);
        expect(
          merkleRoot(all.toSpliced(index, 2, ...all.slice(index, index + 2).reverse())),
        ).not.toBe(root);
        expect(merkleRoot(all.with(index, Uint8Array.of(1, 2, 3, 4, 5)))).not.toBe(root);
      }),
    );
  });
});
