import type { Company } from '../group/companies.ts';
import { inLocalCurrency } from '../group/rates.ts';
import type { ItemFact } from './item-facts.ts';
import type { Random } from './random.ts';

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

/** The amounts of an item. */
export type ItemPrices = Pick<
  ItemFact,
  | 'unitPrice'
  | 'afterDiscount'
  | 'paidPrice'
  | 'coupon'
  | 'cartRule'
  | 'shipping'
  | 'shippingCartRule'
  | 'shippingVoucher'
  | 'customsFee'
  | 'customsCartRule'
  | 'freightFee'
  | 'deliveryFeeCartRule'
>;

/** How much of an item a voucher pays: nothing, a part, or everything. */
export type VoucherShare = 'none' | 'part' | 'all';

interface PriceDraw {
  readonly company: Company;
  /** Month of the order, YYYY-MM. */
  readonly month: string;
  readonly global: boolean;
  readonly share: VoucherShare;
}

/** A part of an amount, in whole units where the currency has no cents. */
export function partOf(amount: bigint, divisor: bigint, { wholeUnits }: Company): bigint {
  const unit = wholeUnits ? 100n : 1n;
  return (amount / (divisor * unit)) * unit;
}

const NOTHING = {
  shipping: null,
  shippingCartRule: null,
  shippingVoucher: null,
} as const;
const NOT_GLOBAL = {
  customsFee: null,
  customsCartRule: null,
  freightFee: null,
  deliveryFeeCartRule: null,
} as const;

function drawShipping({ company, month, share }: PriceDraw, random: Random) {
  if (random.chance(150) && share !== 'all') return NOTHING;
  const shipping = inLocalCurrency(BigInt(random.between(40, 300)), company, month);
  const shippingCartRule = random.chance(100) ? partOf(shipping, 2n, company) : 0n;
  const rest = shipping - shippingCartRule;
  const voucher = share === 'part' && random.chance(200) ? partOf(rest, 2n, company) : 0n;
  return { shipping, shippingCartRule, shippingVoucher: share === 'all' ? rest : voucher };
}

function drawBorder(unitPrice: bigint, { company }: PriceDraw, random: Random) {
  const customsFee = partOf(unitPrice, 12n, company);
  const freightFee = partOf(unitPrice, 15n, company);
  return {
    customsFee,
    customsCartRule: random.chance(200) ? partOf(customsFee, 3n, company) : 0n,
    freightFee,
    deliveryFeeCartRule: random.chance(250) ? partOf(freightFee, 4n, company) : 0n,
  };
}

/** Draws the amounts of an item: unit price ≥ after discount ≥ paid ≥ 0. */
export function drawPrices(draw: PriceDraw, random: Random): ItemPrices {
  const { company, month, global, share } = draw;
  const step = random.pick(PRICES);
  const usdCents = BigInt(step + random.below(Math.floor(step / 10) + 1));
  const unitPrice = inLocalCurrency(usdCents, company, month);
  const cartRule = random.chance(150) ? partOf(unitPrice, 10n, company) : 0n;
  const afterDiscount = unitPrice - cartRule;
  const part = share === 'part' ? partOf(afterDiscount, BigInt(random.between(2, 4)), company) : 0n;
  const coupon = share === 'all' ? afterDiscount : part;
  const left = afterDiscount - coupon;
  // A rebate of the payment method: what is paid is not always what the discounts leave.
  const rebate = random.chance(30) ? partOf(left, 50n, company) : 0n;
  return {
    unitPrice,
    cartRule,
    afterDiscount,
    coupon,
    paidPrice: left - rebate,
    ...drawShipping(draw, random),
    ...(global && share !== 'all' ? drawBorder(unitPrice, draw, random) : NOT_GLOBAL),
  };
}
