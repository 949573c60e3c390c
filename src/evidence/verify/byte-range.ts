import {
  type ByteWords,
  compareBytes,
  type KeptBytes,
  keepBytes,
  keepNothing,
  keptText,
} from './byte-words.ts';

/** Lowest and highest of many byte strings. */
export interface ByteRange {
  add(words: ByteWords, start: number, end: number): void;
  lowest(): string | null;
  highest(): string | null;
}

/**
 * Values of a column often begin alike. Where lowest and highest first differ, one word of a value that begins like
 * both decides in nearly every case that it is neither.
 */
export function startByteRange(): ByteRange {
  const low = keepNothing();
  const high = keepNothing();
  /** Bytes, in whole words, in which lowest and highest are equal. */
  let apart = 0;

  function keep(kept: KeptBytes, words: ByteWords, start: number, end: number): void {
    keepBytes(kept, words, start, end);
    const common = Math.min(low.length, high.length);
    apart = 0;
    while (apart + 4 <= common && wordAt(low.words, apart) === wordAt(high.words, apart))
      apart += 4;
  }

  function isInside({ view }: ByteWords, start: number, end: number): boolean {
    const decisive = apart + 4;
    if (decisive > end - start || decisive > low.length || decisive > high.length) return false;
    for (let at = 0; at < apart; at += 4) {
      if (view.getInt32(start + at) !== low.words.view.getInt32(at)) return false;
    }
    const word = view.getUint32(start + apart);
    return word > wordAt(low.words, apart) && word < wordAt(high.words, apart);
  }

  return {
    add(words, start, end) {
      if (isInside(words, start, end)) return;
      if (low.length < 0 || compareBytes(words, start, end, low.words, low.length) < 0) {
        keep(low, words, start, end);
      }
      if (high.length < 0 || compareBytes(words, start, end, high.words, high.length) > 0) {
        keep(high, words, start, end);
      }
    },
    lowest: () => keptText(low),
    highest: () => keptText(high),
  };
}

function wordAt({ view }: ByteWords, at: number): number {
  return view.getUint32(at);
}
