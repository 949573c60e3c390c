/** A customer posting group and the local account its entries are posted to. */
interface PostingGroup {
  readonly code: string;
  readonly account: string;
  /** One of the 17 groups IPE_07 lists (domain/catalog.md 2.3). */
  readonly listed: boolean;
  /** Only the known customers are in it. */
  readonly reserved: boolean;
}

const RESERVED = ['EXPORT', 'AUS', 'EXCB2B-NAT'];

const listed = (account: string, ...codes: readonly string[]): PostingGroup[] =>
  codes.map((code) => ({ code, account, listed: true, reserved: RESERVED.includes(code) }));

/** 14 listed groups on 13003, two on 13004, one on 13009; the others outside the control's accounts (4.1). */
export const POSTING_GROUPS: readonly PostingGroup[] = [
  ...listed('13003', 'B2C-NG-NAT', 'B2B-NG-NAT', 'NTR-NG-NAT', 'NATIONAL', 'NAT', 'OM', 'INL'),
  ...listed('130031', 'B2C-NG-INT', 'B2B-NG-INT', 'NTR-NG-INT', 'UE', 'EU', 'EXPORT'),
  ...listed('130032', 'AUS'),
  ...listed('13004', 'LOAN-REC-NAT'),
  ...listed('130041', 'EMP-NAT'),
  ...listed('13009', 'EXCB2B-NAT'),
  { code: 'IC-INT', account: '130301', listed: false, reserved: false },
  { code: 'VENDOR-NAT', account: '13030', listed: false, reserved: false },
];

const BY_CODE: ReadonlyMap<string, PostingGroup> = new Map(
  POSTING_GROUPS.map((group) => [group.code, group]),
);

/** @throws RangeError for a code the group does not use */
export function postingGroup(code: string): PostingGroup {
  const group = BY_CODE.get(code);
  if (group === undefined) throw new RangeError(`no customer posting group ${code}`);
  return group;
}
