import { sha256Bytes } from './digest.ts';

const LEAF = Uint8Array.of(0);
const NODE = Uint8Array.of(1);

interface Subtree {
  readonly leaves: number;
  readonly hash: Uint8Array;
}

/**
 * Merkle tree hash of RFC 6962 section 2.1 with SHA-256: leaf SHA-256(0x00 ‖ leaf), node SHA-256(0x01 ‖ l ‖ r),
 * no leaf at all SHA-256 of nothing. Holds one hash per level, so the leaves may be a stream.
 * @returns the root, base64 (evidence-package 6)
 */
export function merkleRoot(leaves: Iterable<Uint8Array>): string {
  const perfect: Subtree[] = [];
  for (const leaf of leaves) {
    let added: Subtree = { leaves: 1, hash: sha256Bytes(LEAF, leaf) };
    let left = perfect.at(-1);
    while (left?.leaves === added.leaves) {
      perfect.pop();
      added = joined(left, added);
      left = perfect.at(-1);
    }
    perfect.push(added);
  }
  const root = perfect.reduceRight<Subtree | undefined>(
    (right, left) => (right === undefined ? left : joined(left, right)),
    undefined,
  );
  return base64(root?.hash ?? sha256Bytes());
}

function joined(left: Subtree, right: Subtree): Subtree {
  return { leaves: left.leaves + right.leaves, hash: sha256Bytes(NODE, left.hash, right.hash) };
}

function base64(bytes: Uint8Array): string {
  return btoa(String.fromCharCode(...bytes));
}
