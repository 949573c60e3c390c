import type { Company } from '../group/companies.ts';
import type { FactBatch, GlEntryFact } from './facts.ts';
import { type Journal, SERVICE_USER, USERS } from './journal.ts';
import type { OrderStory } from './orders.ts';
import type { Random } from './random.ts';

/** Local account of the voucher liability. */
const VOUCHER_ACCOUNT = '18412';

type VoucherUse = 'refund' | 'store_credit' | 'apology_v2' | 'jforce';

const ISSUE_TEXT: Readonly<Record<VoucherUse, string>> = {
  refund: 'RF_ REFUND voucher',
  store_credit: 'Store credit',
  apology_v2: 'COMMERCIAL GESTURE',
  jforce: 'PYT_PF commission',
};
const EXPIRY_TEXT: Readonly<Record<VoucherUse, string>> = {
  refund: 'EXPR_RFN',
  store_credit: 'EXPR_STR CRDT',
  apology_v2: 'EXPR_APLGY',
  jforce: 'EXPR_JFORCE',
};

function drawUse(random: Random): VoucherUse {
  const draw = random.below(100);
  if (draw < 56) return 'refund';
  if (draw < 75) return 'store_credit';
  return draw < 90 ? 'apology_v2' : 'jforce';
}

/** Writes one line of the voucher account, other side `contra` (patterns: domain/catalog.md 6.1). */
function postVoucher(
  journal: Journal,
  batch: FactBatch,
  line: Pick<GlEntryFact, 'day' | 'amount' | 'voucher' | 'description'> &
    Partial<Pick<GlEntryFact, 'documentType' | 'balancingType' | 'user' | 'externalNumber'>>,
  contra: string,
): void {
  if (!journal.knows(line.day)) return;
  journal.post(batch, {
    documentType: '',
    user: SERVICE_USER,
    account: VOUCHER_ACCOUNT,
    sourceCode: 'GENJNL',
    ...line,
    contra,
  });
}

/** One order in six brings a voucher: issued, then used (seven in ten), paid out, expired or still owed. */
export function postOrderVoucher(
  { company, journal, nextVoucher }: VoucherBook,
  batch: FactBatch,
  { order, day }: OrderStory,
  random: Random,
): void {
  if (random.below(6) !== 0) return;
  const unit = company.wholeUnits ? 100n : 1n;
  const value = (order.total / (4n * unit)) * unit;
  if (value === 0n) return;
  const use = drawUse(random);
  const voucher = nextVoucher().toString();
  const issued = day + random.below(6);
  const clerk = USERS[1 + random.below(USERS.length - 1)] ?? SERVICE_USER;
  postVoucher(
    journal,
    batch,
    {
      day: issued,
      amount: -value,
      voucher,
      description: `${ISSUE_TEXT[use]} ${voucher}`,
      externalNumber: order.id.toString(),
      user: use === 'store_credit' ? clerk : SERVICE_USER,
    },
    '70030',
  );
  const fate = random.below(100);
  const later = issued + random.between(3, 60);
  if (fate < 60) {
    const description = random.chance(700)
      ? `Item Price Credit ${voucher}`
      : `Voucher Application To ${order.id}`;
    postVoucher(journal, batch, { day: later, amount: value, voucher, description }, '19990');
  } else if (fate < 70) {
    const used = (value / (2n * unit)) * unit;
    if (used === 0n) return;
    const description = `Item Shipping Fee ${voucher}`;
    postVoucher(journal, batch, { day: later, amount: used, voucher, description }, '19990');
  } else if (fate < 75) {
    postVoucher(
      journal,
      batch,
      {
        day: issued + 180,
        amount: value,
        voucher,
        description: `${EXPIRY_TEXT[use]} ${voucher}`,
        user: clerk,
      },
      '70030',
    );
  } else if (fate < 77 && use === 'refund') {
    const paidOut = {
      day: later,
      amount: value,
      voucher,
      description: `MANUAL RND ${voucher}`,
      balancingType: 'Bank Account',
      user: clerk,
    } as const;
    postVoucher(journal, batch, paidOut, '10010');
  }
}

/** A voucher that is never used: with it the account always has a balance. */
export function postKnownVoucher(
  { journal, nextVoucher }: VoucherBook,
  batch: FactBatch,
  day: number,
  value: bigint,
): void {
  const voucher = nextVoucher().toString();
  const description = `RF_ REFUND voucher ${voucher}`;
  postVoucher(journal, batch, { day, amount: -value, voucher, description }, '70030');
}

/** What a company's vouchers are written with. */
export interface VoucherBook {
  readonly company: Company;
  readonly journal: Journal;
  readonly nextVoucher: () => number;
}
