import { MILLISECONDS_PER_DAY } from './calendar.ts';
import type { CashRecFact, PackageStory } from './item-facts.ts';
import type { Random } from './random.ts';

const PARTNERS = 20;

/**
 * The cash row of a package: 97 packages in a hundred have one, 96 of those are resolved within ten days. Where cash
 * arrived in full or in part the package is on 13024 from the start, otherwise on 13005 (domain/catalog.md RU-9).
 */
export function drawCashRec(
  pack: Omit<PackageStory, 'cashRec'>,
  end: number,
  random: Random,
): CashRecFact | null {
  if (random.chance(30)) return null;
  const { company, id: packageId, orderId, delivered, amount: expected } = pack;
  const arrives =
    delivered + MILLISECONDS_PER_DAY * random.between(0, 9) + random.below(MILLISECONDS_PER_DAY);
  const resolved = random.chance(960) && arrives < end ? arrives : null;
  const short = random.chance(40) ? (expected / 1000n) * 100n : 0n;
  return {
    company,
    packageId,
    orderId,
    expected,
    received: random.chance(550) ? expected - short : 0n,
    updated: resolved ?? delivered,
    delivered,
    resolved,
    partner: 1 + random.below(PARTNERS),
  };
}
