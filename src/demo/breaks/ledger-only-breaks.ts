import { MILLISECONDS_PER_DAY } from '../model/calendar.ts';
import { fulfilledAt, owedFor, prepaymentOf } from '../model/item-amounts.ts';
import type { ItemFact } from '../model/item-facts.ts';
import { USERS } from '../model/journal.ts';
import type { BreakScene } from './break-scene.ts';
import type { PlannedBreak } from './planned-break.ts';
import { KNOWN_PARTNER, plantPosting } from './postings.ts';

const DAY = MILLISECONDS_PER_DAY;
/** Items on each of the two accounts whose delivery NAV learns of a month late. */
const LATE_ITEMS = 15;
const CLERK = USERS[1] ?? '';

/** Known items delivered on the cutoff of which no cash has arrived: they stand on 13005. */
function owedOnCutoff({ known, period }: BreakScene, company: string): readonly ItemFact[] {
  const { items, cashRecs } = known(company);
  const paid = new Set(
    cashRecs.filter(({ received }) => received > 0n).map(({ packageId }) => packageId),
  );
  return items.filter(
    ({ prepaid, delivered, paymentMethod, packageId }) =>
      !prepaid &&
      delivered !== null &&
      delivered >= period.cutoff * DAY &&
      delivered < period.next * DAY &&
      paymentMethod !== 'NoPayment' &&
      !paid.has(packageId ?? 0),
  );
}

/** Known prepaid items fulfilled on the cutoff: they have left 18350. */
function fulfilledOnCutoff({ known, period }: BreakScene, company: string): readonly ItemFact[] {
  return known(company).items.filter((item) => {
    const fulfilled = fulfilledAt(item);
    const open = item.refunded === null && item.verified !== null;
    return (
      open &&
      fulfilled !== null &&
      fulfilled >= period.cutoff * DAY &&
      fulfilled < period.next * DAY
    );
  });
}

/** Takes items out of an account's balance at the cutoff and gives them back the day after. */
function postponed(
  scene: BreakScene,
  account: string,
  items: readonly ItemFact[],
  amountOf: (item: ItemFact) => bigint,
  firstSequence: number,
): string[] {
  const { cutoff, next } = scene.period;
  const late = items.slice(0, LATE_ITEMS);
  return scene.covered.flatMap(({ code: company }) => {
    const own = late.filter((item) => item.company === company);
    if (own.length === 0) return [];
    const amount = own.reduce((sum, item) => sum + amountOf(item), 0n);
    const posting = { company, account, description: 'Delivery integrated late' };
    return [
      { ...posting, day: cutoff, amount: -amount, sequence: firstSequence },
      { ...posting, day: next, amount, sequence: firstSequence + 1 },
    ].flatMap((each) => plantPosting(scene, each));
  });
}

function lateDeliveries(scene: BreakScene): PlannedBreak {
  const companies = scene.covered.map(({ code }) => code);
  const owed = companies.flatMap((company) => owedOnCutoff(scene, company));
  const fulfilled = companies.flatMap((company) => fulfilledOnCutoff(scene, company));
  return {
    id: 'delivery_integrated_late',
    description:
      'NAV learns of the delivery of 30 items, half of them prepaid, a day after the period',
    statements: [
      ...postponed(scene, '13005', owed, owedFor, 0),
      ...postponed(scene, '18350', fulfilled, prepaymentOf, 2),
    ],
    expected: { IPE_10: [], IPE_12: [], CR_03: [], CR_04: [] },
  };
}

function manualIssuance(scene: BreakScene): PlannedBreak {
  return {
    id: 'issuance_without_voucher',
    description: 'Clerks of EC_NG, EC_KE and EC_MA book an issuance no voucher stands behind',
    statements: ['EC_NG', 'EC_KE', 'EC_MA'].flatMap((company, index) =>
      plantPosting(scene, {
        company,
        day: scene.period.start + 14,
        account: '18412',
        amount: -10_000n * BigInt(index + 1),
        description: 'Store credit',
        user: CLERK,
        sequence: 4,
      }),
    ),
    expected: { IPE_08: [], CR_03: [], CR_04: [] },
  };
}

function wrongPartner(scene: BreakScene): PlannedBreak {
  return {
    id: 'payment_of_wrong_partner',
    description: 'Two payments, one of EC_NG and one of EC_KE, are booked on another courier',
    statements: ['EC_NG', 'EC_KE'].flatMap((company) => {
      const posting = {
        company,
        day: scene.period.start + 15,
        account: '13001',
        description: 'Payment booked on another partner',
      };
      return [
        { ...posting, amount: 25_000n, partner: KNOWN_PARTNER, sequence: 5 },
        { ...posting, amount: -25_000n, partner: '3PL02', sequence: 6 },
      ].flatMap((each) => plantPosting(scene, each));
    }),
    expected: { IPE_31: [], CR_03: [], CR_04: [] },
  };
}

/**
 * What makes the ledger differ from the target values and is no error of a report: the difference is the variance of
 * the reconciliation, never a failed check of an item (domain/catalog.md RU-12, 4.8).
 */
export function ledgerOnlyBreaks(scene: BreakScene): readonly PlannedBreak[] {
  return [lateDeliveries(scene), manualIssuance(scene), wrongPartner(scene)];
}
