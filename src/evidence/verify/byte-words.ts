/**
 * Bytes that can also be read four at a time, which is what makes reading 300 MB of CSV quick. Behind the bytes in
 * use there is always room for one more word, so a word may be read wherever a byte may.
 */
export interface ByteWords {
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly view: DataView;
}

/** Room for `length` bytes. */
export function roomFor(length: number): ByteWords {
  const bytes = new Uint8Array(length + 4);
  return { bytes, view: new DataView(bytes.buffer) };
}

/** More room, the first `used` bytes kept. */
export function moreRoom({ bytes }: ByteWords, used: number, length: number): ByteWords {
  const larger = roomFor(length);
  larger.bytes.set(bytes.subarray(0, used));
  return larger;
}

/** Compares a[aStart .. aEnd) with b[0 .. bEnd) byte by byte, the shorter first: the order of UTF-8 text. */
export function compareBytes(
  a: ByteWords,
  aStart: number,
  aEnd: number,
  b: ByteWords,
  bEnd: number,
): number {
  const length = aEnd - aStart;
  const common = Math.min(length, bEnd);
  let at = 0;
  for (; at + 4 <= common; at += 4) {
    const difference = a.view.getUint32(aStart + at) - b.view.getUint32(at);
    if (difference !== 0) return difference;
  }
  if (at < common) {
    const beyond = 8 * (at + 4 - common);
    const left = a.view.getUint32(aStart + at) >>> beyond;
    const right = b.view.getUint32(at) >>> beyond;
    if (left !== right) return left - right;
  }
  return length - bEnd;
}

/** A value of its own, copied out of a buffer that will be reused. */
export interface KeptBytes {
  words: ByteWords;
  /** -1: nothing kept. */
  length: number;
}

export function keepNothing(): KeptBytes {
  return { words: roomFor(64), length: -1 };
}

export function keepBytes(kept: KeptBytes, from: ByteWords, start: number, end: number): void {
  const length = end - start;
  if (kept.words.bytes.length < length + 4) kept.words = roomFor(2 * length);
  const to = kept.words.view;
  for (let at = 0; at < length; at += 4) to.setUint32(at, from.view.getUint32(start + at));
  kept.length = length;
}

export function keptText({ words, length }: KeptBytes): string | null {
  return length < 0 ? null : Buffer.from(words.bytes.buffer, 0, length).toString('utf8');
}
