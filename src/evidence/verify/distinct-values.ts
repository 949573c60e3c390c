import { type ByteWords, moreRoom, roomFor } from './byte-words.ts';

/** Counts different byte strings exactly, comparing bytes and not only their hash. */
export interface DistinctValues {
  /** Passes over everything once the limit is exceeded. */
  add(words: ByteWords, start: number, end: number): void;
  /** At most limit + 1. */
  count(): number;
}

const SMALLEST_TABLE = 1 << 10;

/** An open hash table over one arena of bytes. */
export function startDistinct(limit: number): DistinctValues {
  /** Slot to entry number + 1; 0 is free. */
  let table = new Int32Array(SMALLEST_TABLE);
  let hashes = new Int32Array(SMALLEST_TABLE / 2);
  /** Entry i is arena[offsets[i] .. offsets[i + 1]). */
  let offsets = new Int32Array(SMALLEST_TABLE / 2 + 1);
  let arena = roomFor(1 << 14);
  let count = 0;
  let last = -1;

  function equals(entry: number, { view }: ByteWords, start: number, end: number): boolean {
    const offset = offsets[entry] as number;
    if ((offsets[entry + 1] as number) - offset !== end - start) return false;
    for (let at = start; at < end; at += 4) {
      const other = arena.view.getInt32(offset + at - start) ^ view.getInt32(at);
      if (other !== 0 && (at + 4 <= end || other >>> (8 * (at + 4 - end)) !== 0)) return false;
    }
    return true;
  }

  function grow(): void {
    hashes = resized(hashes, 2 * hashes.length);
    offsets = resized(offsets, 2 * hashes.length + 1);
    table = new Int32Array(2 * table.length);
    const mask = table.length - 1;
    for (let entry = 0; entry < count; entry += 1) {
      let slot = (hashes[entry] as number) & mask;
      while (table[slot] !== 0) slot = (slot + 1) & mask;
      table[slot] = entry + 1;
    }
  }

  function insert(slot: number, hash: number, words: ByteWords, start: number, end: number): void {
    const offset = offsets[count] as number;
    const next = offset + end - start;
    if (arena.bytes.length < next + 4) arena = moreRoom(arena, offset, 2 * next);
    arena.bytes.set(words.bytes.subarray(start, end), offset);
    hashes[count] = hash;
    table[slot] = count + 1;
    last = count;
    count += 1;
    offsets[count] = next;
    if (count === hashes.length) grow();
  }

  return {
    add(words, start, end) {
      if (count > limit || (last >= 0 && equals(last, words, start, end))) return;
      const hash = hashOf(words, start, end);
      const mask = table.length - 1;
      for (let slot = hash & mask; ; slot = (slot + 1) & mask) {
        const entry = (table[slot] as number) - 1;
        if (entry < 0) return insert(slot, hash, words, start, end);
        if (hashes[entry] === hash && equals(entry, words, start, end)) {
          last = entry;
          return;
        }
      }
    },
    count: () => count,
  };
}

/** Multiplies four bytes at a time; finished so that the low bits depend on all of them. */
function hashOf({ view }: ByteWords, start: number, end: number): number {
  let hash = end - start;
  for (let at = start; at < end; at += 4) {
    const word = view.getInt32(at);
    const own = at + 4 <= end ? word : word >>> (8 * (at + 4 - end));
    hash = Math.imul(hash ^ own, 0x2c1b3c6d);
    hash ^= hash >>> 15;
  }
  hash = Math.imul(hash, 0x297a2d39);
  return hash ^ (hash >>> 15);
}

function resized(array: Int32Array<ArrayBuffer>, length: number): Int32Array<ArrayBuffer> {
  const larger = new Int32Array(length);
  larger.set(array);
  return larger;
}
