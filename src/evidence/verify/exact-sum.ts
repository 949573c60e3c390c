/**
 * Exact arithmetic on up to 45 decimal digits without text or bigint per cell: a number is three limbs of 15
 * digits, all of its sign, lowest first, each exact in a double. Arrays hold many numbers, three limbs each.
 */
export type Limbs = Float64Array;

export const LIMB_DIGITS = 15;
const LIMB = 10n ** BigInt(LIMB_DIGITS);
/** A double counts exactly up to 2^53; a limb is below 10^15. */
const CARRY_AT = 2 ** 53 - 2e15;

/** Running sum of limbs, carried into bigints before a double could lose a digit. */
export interface ExactSum {
  /** Adds the number whose limbs start at `at`. */
  add(limbs: Limbs, at: number): void;
  total(): bigint;
}

export function startSum(): ExactSum {
  const running = new Float64Array(3);
  const carried = [0n, 0n, 0n];
  const carry = (limb: number) => {
    carried[limb] = (carried[limb] as bigint) + BigInt(running[limb] as number);
    running[limb] = 0;
  };
  const addTo = (limb: number, value: number) => {
    const sum = (running[limb] as number) + value;
    running[limb] = sum;
    if (sum > CARRY_AT || sum < -CARRY_AT) carry(limb);
  };
  return {
    add(limbs, at) {
      addTo(0, limbs[at] as number);
      if (limbs[at + 1] !== 0) addTo(1, limbs[at + 1] as number);
      if (limbs[at + 2] !== 0) addTo(2, limbs[at + 2] as number);
    },
    total() {
      for (const limb of [0, 1, 2]) carry(limb);
      return unitsOf(carried);
    },
  };
}

/** The whole number whose limbs start at `at`. */
export function limbsValue(limbs: Limbs, at: number): bigint {
  return unitsOf(Array.from(limbs.subarray(at, at + 3), BigInt));
}

/** The limbs of a whole number of at most 45 digits. */
export function limbsOf(units: bigint): Limbs {
  return Float64Array.of(
    Number(units % LIMB),
    Number((units / LIMB) % LIMB),
    Number(units / LIMB / LIMB),
  );
}

/** Below zero, zero or above as the number at a[at] is less than, equal to or greater than the one at b[0]. */
export function compareLimbs(a: Limbs, at: number, b: Limbs): number {
  if (a[at + 2] !== b[2]) return (a[at + 2] as number) - (b[2] as number);
  if (a[at + 1] !== b[1]) return (a[at + 1] as number) - (b[1] as number);
  return (a[at] as number) - (b[0] as number);
}

function unitsOf([low = 0n, middle = 0n, high = 0n]: readonly bigint[]): bigint {
  return (high * LIMB + middle) * LIMB + low;
}
