import type { Company } from '../group/companies.ts';
import { inLocalCurrency } from '../group/rates.ts';
import { dateOf, MILLISECONDS_PER_DAY } from './calendar.ts';
import type { OrderFact } from './facts.ts';
import type { DayNumbers } from './numbering.ts';
import type { Random } from './random.ts';
import type { Timeline } from './timeline.ts';

/** An order and what became of it; a day the books do not reach yet is null. */
export interface OrderStory {
  readonly order: OrderFact;
  readonly day: number;
  readonly delivered: number | null;
  readonly returned: number | null;
  /** Cancelled, or delivery failed. */
  readonly ended: number | null;
  readonly prepaid: boolean;
  readonly marketplace: boolean;
}

/**
 * USD cents of 64 equally likely price steps: log-normal around USD 18 with a spread of 0.85, worked out once
 * and written down, so that no floating-point number is needed here (domain/catalog.md 4.3).
 */
const PRICES: readonly [number, ...number[]] = [
  231, 332, 403, 462, 514, 564, 610, 655, 699, 742, 784, 826, 868, 909, 951, 993, 1036, 1079, 1122,
  1166, 1210, 1256, 1302, 1349, 1397, 1446, 1497, 1548, 1601, 1656, 1712, 1770, 1830, 1892, 1956,
  2023, 2093, 2165, 2240, 2319, 2402, 2489, 2580, 2677, 2779, 2888, 3004, 3128, 3261, 3406, 3563,
  3734, 3923, 4133, 4369, 4637, 4946, 5310, 5749, 6298, 7019, 8046, 9748, 14_051,
];

/** Share of prepaid orders in thousandths (domain/catalog.md 4.3). */
function prepaidShare({ country }: Company): number {
  if (country === 'NG') return 250;
  return country === 'EG' ? 450 : 350;
}

/** A price in USD cents. */
function drawPrice(random: Random): bigint {
  const step = random.pick(PRICES);
  return BigInt(step + random.below(Math.floor(step / 10) + 1));
}

function drawFate(random: Random): 'kept' | 'returned' | 'cancelled' | 'failed' {
  const draw = random.below(1000);
  if (draw < 760) return 'kept';
  if (draw < 820) return 'returned';
  return draw < 960 ? 'cancelled' : 'failed';
}

/** One order on a given day. */
export function drawOrder(
  { company, timeline, orderNumbers }: OrderBook,
  customerId: number,
  day: number,
  random: Random,
): OrderStory {
  const reached = (when: number): number | null => (when < timeline.endDay ? when : null);
  const fate = drawFate(random);
  const arrives = reached(day + random.between(1, 14));
  const failed = fate === 'cancelled' || fate === 'failed';
  const delivered = failed ? null : arrives;
  const returned =
    fate === 'returned' && delivered !== null ? reached(delivered + random.between(2, 20)) : null;
  const usdCents = drawPrice(random);
  return {
    order: {
      company: company.code,
      id: orderNumbers.next(day),
      customerId,
      moment: day * MILLISECONDS_PER_DAY + random.below(MILLISECONDS_PER_DAY),
      total: inLocalCurrency(usdCents, company, dateOf(day).slice(0, 7)),
      currency: company.currency,
      status: statusOf(fate, arrives, returned, random),
    },
    day,
    delivered,
    returned,
    ended: failed ? arrives : null,
    prepaid: random.chance(prepaidShare(company)),
    marketplace: random.chance(620),
  };
}

function statusOf(
  fate: ReturnType<typeof drawFate>,
  arrives: number | null,
  returned: number | null,
  random: Random,
): OrderFact['status'] {
  if (arrives === null) return random.chance(500) ? 'shipped' : 'pending';
  if (fate === 'cancelled' || fate === 'failed') return fate;
  return returned === null ? 'completed' : 'returned';
}

/** What a company's orders are written with. */
export interface OrderBook {
  readonly company: Company;
  readonly timeline: Timeline;
  readonly orderNumbers: DayNumbers;
}
