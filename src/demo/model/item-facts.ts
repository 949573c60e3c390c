/** What OMS knows about order items in the end; amounts, days and moments as in `facts.ts`. */
export const ITEM_STATUSES = [
  'exported',
  'ready_to_ship',
  'shipped',
  'delivered',
  'closed',
  'returned',
  'item_received',
  'cancelled',
  'failed',
] as const;

export const PAYMENT_METHODS = [
  'CashOnDelivery',
  'NoPayment',
  'CardOnline',
  'MobileMoney',
  'BankTransfer',
  'JPay',
  'MixedVoucher',
] as const;

/** The first two have no package: they are delivered by a message (domain/catalog.md 3.6). */
export const DELIVERY_TYPES = [
  'Digital Content',
  'Gift Card',
  'Standard',
  'Express',
  'Pickup Station',
] as const;

export const CUSTOMER_TYPES = [
  'individual',
  'reseller',
  'business',
  'partner',
  'employee',
] as const;

/** An order item: a row of RPT_SOI. A moment that never comes, or comes after the end of the books, is null. */
export interface ItemFact {
  readonly company: string;
  /** COD_OMS_SALES_ORDER_ITEM: the order's number and one digit. */
  readonly id: number;
  readonly orderId: number;
  readonly customerId: number;
  readonly customerType: (typeof CUSTOMER_TYPES)[number];
  readonly status: (typeof ITEM_STATUSES)[number];
  readonly marketplace: boolean;
  readonly prepaid: boolean;
  readonly global: boolean;
  readonly paymentMethod: (typeof PAYMENT_METHODS)[number];
  readonly deliveryType: (typeof DELIVERY_TYPES)[number] | null;
  readonly voucherType: 'reusablecredit' | 'coupon' | null;
  readonly voucherCode: string | null;
  readonly created: number;
  readonly verified: number | null;
  readonly shipped: number | null;
  readonly delivered: number | null;
  readonly packageDelivered: number | null;
  readonly cancelled: number | null;
  readonly failed: number | null;
  readonly returned: number | null;
  readonly refunded: number | null;
  readonly packageId: number | null;
  readonly unitPrice: bigint;
  readonly afterDiscount: bigint;
  readonly paidPrice: bigint;
  readonly amountPaid: bigint;
  readonly coupon: bigint;
  readonly cartRule: bigint;
  /** Null in all shipping columns for 15 items in a hundred. */
  readonly shipping: bigint | null;
  readonly shippingCartRule: bigint | null;
  readonly shippingVoucher: bigint | null;
  /** Null unless the item is global. */
  readonly customsFee: bigint | null;
  readonly customsCartRule: bigint | null;
  readonly freightFee: bigint | null;
  readonly deliveryFeeCartRule: bigint | null;
}

/** A row of PACKAGE_CASHREC: cash of one package, as OMS staging knows it at the end of the books. */
export interface CashRecFact {
  readonly company: string;
  readonly packageId: number;
  readonly orderId: number;
  readonly expected: bigint;
  readonly received: bigint;
  readonly updated: number;
  readonly delivered: number;
  readonly resolved: number | null;
  readonly partner: number;
}

/** A refund that no return belongs to. */
export interface KeptItemFact {
  readonly company: string;
  readonly item: number;
  readonly type: 'keep-item refund' | 'lost' | 'partial';
}

/** Cash owed for one delivered package, whoever collects it. */
export interface PackageStory {
  readonly company: string;
  readonly id: number;
  readonly orderId: number;
  readonly customerId: number;
  /** Moment at which the courier took the cash. */
  readonly delivered: number;
  /** What the courier had to take: paid price and shipping of the delivered items. */
  readonly amount: bigint;
  /** Null for the packages OMS has no cash row of. */
  readonly cashRec: CashRecFact | null;
}

/** What a package's number begins with. */
export const PACKAGE_MARK = 'PKG-';

/** Text of a package's number. */
export function packageNumber(id: number): string {
  return `${PACKAGE_MARK}${id}`;
}
