/** A transaction type of the Seller Center and its place among the groups the mart maps it to. */
export interface SellerTransactionType {
  readonly name: string;
  readonly navType: string;
  readonly levels: readonly [string, string, string, string];
}

const REVENUES = 'Revenues';
const PAYABLE = 'Seller payable';
const PASS_THROUGH = 'Pass-through';

function type(
  name: string,
  navType: string,
  ...levels: SellerTransactionType['levels']
): SellerTransactionType {
  return { name, navType, levels };
}

export const SELLER_TRANSACTION_TYPES: readonly SellerTransactionType[] = [
  type('Item Price Credit', 'sales', PAYABLE, 'Item price', 'Sales', 'Item price'),
  type('Item Price', 'sales', PAYABLE, 'Item price', 'Returns', 'Item price'),
  type('Commission', 'fee', REVENUES, 'Commissions', 'Commissions', 'Commission'),
  type('Commission Credit', 'fee', REVENUES, 'Commissions', 'Returns', 'Commission'),
  type('Shipping Fee', 'fee', REVENUES, 'Fulfilment', 'Shipping', 'Shipping fee'),
  type('Shipping Fee Credit', 'fee', REVENUES, 'Fulfilment', 'Returns', 'Shipping fee'),
  type('Handling Fee', 'fee', REVENUES, 'Fulfilment', 'Handling', 'Handling fee'),
  type('Storage Fee', 'fee', REVENUES, 'Fulfilment', 'Storage', 'Storage fee'),
  type('Advertising Fee', 'fee', REVENUES, 'Marketing', 'Advertising', 'Advertising fee'),
  type('Penalty, late dispatch', 'fee', REVENUES, 'Penalties', 'Penalties', 'Late dispatch'),
  type('Penalty, cancellation', 'fee', REVENUES, 'Penalties', 'Penalties', 'Cancellation'),
  type('Shipping Contribution', 'shipping', PASS_THROUGH, 'Shipping', 'Customer', 'Contribution'),
  type('Customs Duty', 'customs', PASS_THROUGH, 'Customs', 'Customer', 'Duty'),
  type('Sales Tax', 'tax', PASS_THROUGH, 'Taxes', 'Sales tax', 'Sales tax'),
  type('Sales Tax Credit', 'tax', PASS_THROUGH, 'Taxes', 'Returns', 'Sales tax'),
  type('Lost Item Compensation', 'sales', PAYABLE, 'Compensation', 'Logistics', 'Lost item'),
  type('Damaged Item Compensation', 'sales', PAYABLE, 'Compensation', 'Logistics', 'Damaged item'),
  type('Subsidy', 'subsidy', PAYABLE, 'Subsidies', 'Marketing', 'Subsidy'),
  type('Payout Correction', 'correction', PAYABLE, 'Corrections', 'Payouts', 'Correction'),
  type('Opening Balance', 'balance', PAYABLE, 'Balances', 'Opening', 'Opening balance'),
];

const BY_NAME: ReadonlyMap<string, SellerTransactionType> = new Map(
  SELLER_TRANSACTION_TYPES.map((one) => [one.name, one]),
);

/** @throws RangeError for a name that is no transaction type */
export function sellerTransactionType(name: string): SellerTransactionType {
  const found = BY_NAME.get(name);
  if (found === undefined) throw new RangeError(`no seller transaction type ${name}`);
  return found;
}

/** Revenue types are accrued on 18304 until their statement ends (domain/catalog.md 3.7). */
export function isRevenue({ levels }: SellerTransactionType): boolean {
  return levels[0] === REVENUES;
}
