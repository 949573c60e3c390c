/** An account of the group chart and its place in the statements. */
interface GroupAccount {
  readonly number: string;
  readonly name: string;
  /** Local accounts of every company that map to it. */
  readonly locals: readonly string[];
  readonly levels: readonly [string, string, string];
  /** One of the eleven accounts the control reads (domain/catalog.md 1.6). */
  readonly inControl: boolean;
}

const RECEIVABLES = ['Assets', 'Current assets', 'Trade and other receivables'] as const;
const CASH = ['Assets', 'Current assets', 'Cash and cash equivalents'] as const;
const PAYABLES = ['Liabilities', 'Current liabilities', 'Trade and other payables'] as const;
const RESULT = ['Result', 'Operating result', 'Revenue and cost'] as const;

function account(
  number: string,
  name: string,
  levels: readonly [string, string, string],
  inControl: boolean,
  ...others: readonly string[]
): GroupAccount {
  return { number, name, locals: [number, ...others], levels, inControl };
}

/** Every group account has a local account of its own number, some have more (domain/catalog.md 1.6). */
export const GROUP_ACCOUNTS: readonly GroupAccount[] = [
  account('13001', 'Collection partners', RECEIVABLES, true, '13011'),
  account('13002', 'Payment service providers', RECEIVABLES, true, '13012'),
  account('13003', 'Customers, trade', RECEIVABLES, true, '130031', '130032'),
  account('13004', 'Customers, other', RECEIVABLES, true, '130041'),
  account('13005', 'Packages delivered, not reconciled', RECEIVABLES, true, '130051'),
  account('13009', 'Allowance for doubtful customers', RECEIVABLES, true, '130091'),
  account('13024', 'Packages not reconciled, other', RECEIVABLES, true, '130241'),
  account('18304', 'Marketplace accrued revenue', PAYABLES, true, '183041'),
  account('18317', 'Marketplace refund liability', PAYABLES, true, '183171'),
  account('18350', 'Customer prepayments', PAYABLES, true, '183501'),
  account('18412', 'Voucher liability', PAYABLES, true, '184121'),
  account('10010', 'Banks', CASH, false, '10011', '10058'),
  account('10590', 'Cash in transit', CASH, false),
  account('13023', 'Vendors, stated', PAYABLES, false),
  account('13030', 'Receivables, group and vendors', RECEIVABLES, false, '130301'),
  account('18314', 'Vendors, marketplace', PAYABLES, false, '183141'),
  account('19990', 'Clearing', RECEIVABLES, false),
  account('70010', 'Sales', RESULT, false, '700101'),
  account('70020', 'Commissions', RESULT, false),
  account('70030', 'Commercial gestures', RESULT, false),
  account('70040', 'Collection charges', RESULT, false),
  account('70090', 'Exchange differences', RESULT, false),
];

/** A local account that no dimension knows: a look-up that finds nothing, outside the control's set. */
export const UNMAPPED_ACCOUNT = '199999';

const BY_LOCAL: ReadonlyMap<string, GroupAccount> = new Map(
  GROUP_ACCOUNTS.flatMap((group) => group.locals.map((local) => [local, group])),
);

/** The group account of a local account; undefined for the unmapped one. */
export function groupAccountOf(local: string): GroupAccount | undefined {
  return BY_LOCAL.get(local);
}

/** All local accounts, the unmapped one included. */
export const LOCAL_ACCOUNTS: readonly string[] = [...BY_LOCAL.keys(), UNMAPPED_ACCOUNT];

/** The balance sheet leaves the result accounts out. */
export function isBalanceSheet({ levels }: GroupAccount): boolean {
  return levels[0] !== 'Result';
}
