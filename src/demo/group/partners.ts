/** A courier, hub or payment gateway that collects money for the group; every company has the same ones. */
export interface CollectionPartner {
  /** Position in the list; stands in packlist numbers. */
  readonly index: number;
  readonly name: string;
  /** Null for a partner that the list of partners lacks. */
  readonly type: '3PL' | 'Hub' | 'PSP' | null;
  /** Service provider number in NAV; null where nobody entered it. */
  readonly erpName: string | null;
  /** Local account of what the partner owes: payment gateways on 13002, everyone else on 13001 (RU-9). */
  readonly account: string;
  /** Courier that runs a hub. */
  readonly serviceProvider: string | null;
  /** Posting groups of the NAV bank accounts kept for the partner. */
  readonly banks: readonly BankPostingGroup[];
  /** Only known records are on it. */
  readonly reserved: boolean;
}

export type BankPostingGroup = 'BANK-01' | 'BANK-02' | 'BANK-EXCL' | 'BANK-NONE';

/** Bank posting groups and their G/L accounts; one is the excluded 10058, one has none (domain/catalog.md 4.1). */
export const BANK_POSTING_GROUPS: readonly {
  readonly code: BankPostingGroup;
  readonly account: string | null;
}[] = [
  { code: 'BANK-01', account: '10010' },
  { code: 'BANK-02', account: '10011' },
  { code: 'BANK-EXCL', account: '10058' },
  { code: 'BANK-NONE', account: null },
];

type Given = Omit<CollectionPartner, 'index' | 'serviceProvider' | 'reserved'> &
  Partial<Pick<CollectionPartner, 'serviceProvider' | 'reserved'>>;

/** No partner has two bank accounts on different G/L accounts besides the excluded one: look-ups find one row or none. */
const GIVEN: readonly Given[] = [
  { name: 'Swift Couriers', type: '3PL', erpName: 'SP001', account: '13001', banks: ['BANK-01'] },
  {
    name: 'Coastal Parcel, S.A.',
    type: '3PL',
    erpName: 'SP002',
    account: '13011',
    banks: ['BANK-02', 'BANK-02'],
  },
  {
    name: 'Nile & Niger Express',
    type: '3PL',
    erpName: 'SP003',
    account: '13001',
    banks: ['BANK-EXCL'],
  },
  {
    name: 'Hub North',
    type: 'Hub',
    erpName: 'SP004',
    account: '13001',
    serviceProvider: 'Swift Couriers',
    banks: ['BANK-NONE'],
  },
  {
    name: 'Hub South',
    type: 'Hub',
    erpName: null,
    account: '13011',
    serviceProvider: 'Coastal Parcel, S.A.',
    banks: [],
  },
  { name: 'Pickup Riders', type: null, erpName: null, account: '13001', banks: [] },
  {
    name: 'PayLagoon',
    type: 'PSP',
    erpName: 'SP007',
    account: '13002',
    banks: ['BANK-01', 'BANK-EXCL'],
  },
  { name: 'CardBridge', type: 'PSP', erpName: 'SP008', account: '13012', banks: [] },
  {
    name: 'Known Collector',
    type: '3PL',
    erpName: 'SP009',
    account: '13001',
    banks: ['BANK-01'],
    reserved: true,
  },
  {
    name: 'Known Gateway',
    type: 'PSP',
    erpName: 'SP010',
    account: '13002',
    banks: ['BANK-02'],
    reserved: true,
  },
];

export const COLLECTION_PARTNERS: readonly CollectionPartner[] = GIVEN.map((given, index) => ({
  serviceProvider: null,
  reserved: false,
  ...given,
  index,
}));

/** @throws RangeError for a name that is no partner */
export function partnerNamed(name: string): CollectionPartner {
  const partner = COLLECTION_PARTNERS.find((one) => one.name === name);
  if (partner === undefined) throw new RangeError(`no collection partner ${name}`);
  return partner;
}

/** Hubs nobody collects at just now. */
export const IDLE_NODES: readonly string[] = Array.from(
  { length: 10 },
  (_, index) => `Node ${(index + 1).toString().padStart(2, '0')}`,
);
