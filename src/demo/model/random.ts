/** Numbers that look random and are the same on every machine for the same seed and keys. */
export interface Random {
  /** 0 ≤ n < limit. */
  below(limit: number): number;
  /** low ≤ n ≤ high. */
  between(low: number, high: number): number;
  /** True for about `permille` of a thousand calls. */
  chance(permille: number): boolean;
  pick<T>(values: readonly [T, ...T[]]): T;
}

/** Spreads 32 bits over 32 bits so that neighbouring inputs share nothing: multiply and fold, twice. */
function scramble(word: number): number {
  let bits = word ^ (word >>> 16);
  bits = Math.imul(bits, 0x7feb352d);
  bits ^= bits >>> 15;
  bits = Math.imul(bits, 0x846ca68b);
  return (bits ^ (bits >>> 16)) >>> 0;
}

function keyOf(start: number, keys: readonly number[]): number {
  return keys.reduce((key, part) => scramble((key ^ part) + 0x9e3779b9), scramble(start));
}

/**
 * The stream for one thing of the model. It counts upwards and scrambles each count with two 32-bit keys
 * made of the seed and `keys`, so any thing can be drawn without drawing the ones before it.
 */
export function randomFor(seed: number, ...keys: readonly number[]): Random {
  const first = keyOf(seed, keys);
  const second = keyOf(~seed, keys);
  let count = 0;
  const below = (limit: number): number => {
    count += 1;
    return scramble(scramble(first + count) ^ second) % limit;
  };
  return {
    below,
    between: (low, high) => low + below(high - low + 1),
    chance: (permille) => below(1000) < permille,
    pick: (values) => values[below(values.length)] ?? values[0],
  };
}
