import { DRAWN_BUSLINES } from '../group/buslines.ts';
import type { Company } from '../group/companies.ts';
import { POSTING_GROUPS, postingGroup } from '../group/posting-groups.ts';
import type { CustomerFact } from './facts.ts';
import type { ItemFact } from './item-facts.ts';
import type { Random } from './random.ts';

/** A customer and how it buys and is booked. */
export interface Profile {
  readonly customer: CustomerFact;
  /** Group on its ledger entries. */
  readonly entryGroup: string;
  /** A second group of the same receivable account, for two customers in a hundred. */
  readonly otherGroup: string;
  readonly corporate: boolean;
  /** Invoiced in US dollars. */
  readonly dollars: boolean;
  /** Missing from the Customers table: a look-up that finds nothing. */
  readonly unknown: boolean;
}

const CORPORATE_GROUPS: readonly [string, ...string[]] = [
  'B2B-NG-NAT',
  'B2B-NG-NAT',
  'B2B-NG-NAT',
  'B2B-NG-INT',
  'LOAN-REC-NAT',
  'NATIONAL',
  'UE',
  'EU',
  'INL',
  'IC-INT',
  'VENDOR-NAT',
];
const CONSUMER_GROUPS: readonly [string, ...string[]] = [
  'B2C-NG-NAT',
  'B2C-NG-NAT',
  'B2C-NG-NAT',
  'B2C-NG-NAT',
  'B2C-NG-INT',
  'NTR-NG-NAT',
  'NTR-NG-INT',
  'NAT',
  'OM',
  'EMP-NAT',
];
/** Names with everything a CSV file may trip over. */
const NAMES: readonly [string, ...string[]] = [
  'Baobab Stores',
  'Atlas & Fils, Société Générale',
  'Kilimo "North" Traders',
  'Café Étoile',
  'Lagoon Logistics; Ltd',
  'شركة النيل',
  'Customer',
  'Customer',
];

/** A customer's number: C and at least six digits. */
export function customerNumber(index: number): string {
  return `C${index.toString().padStart(6, '0')}`;
}

function streamOf(group: string): CustomerFact['stream'] {
  if (group.startsWith('EMP')) return 'EMP';
  if (group.startsWith('NTR')) return 'NTR';
  return CORPORATE_GROUPS.includes(group) ? 'B2B' : 'B2C';
}

function otherGroupOf(group: string, random: Random): string {
  const { account } = postingGroup(group);
  const [first = group, ...rest] = POSTING_GROUPS.filter(
    (other) => other.account === account && other.code !== group && !other.reserved,
  ).map(({ code }) => code);
  return random.pick([first, ...rest]);
}

/** A company's customer number `index`. */
export function drawProfile(company: Company, index: number, random: Random): Profile {
  const corporate = random.chance(40);
  const entryGroup = random.pick(corporate ? CORPORATE_GROUPS : CONSUMER_GROUPS);
  const otherGroup = random.chance(20) ? otherGroupOf(entryGroup, random) : entryGroup;
  return {
    customer: {
      company: company.code,
      number: customerNumber(index),
      name: `${random.pick(NAMES)} ${index}`,
      busline: random.chance(300) ? '' : random.pick(DRAWN_BUSLINES),
      integrated: random.chance(800),
      postingGroup: random.chance(30) ? otherGroupOf(entryGroup, random) : entryGroup,
      stream: streamOf(entryGroup),
    },
    entryGroup,
    otherGroup,
    corporate,
    dollars: corporate && company.currency !== 'USD' && random.chance(80),
    unknown: random.chance(5),
  };
}

/** The type OMS knows a buyer by. */
export function customerType(
  { corporate, customer }: Profile,
  random: Random,
): ItemFact['customerType'] {
  if (customer.stream === 'EMP') return 'employee';
  if (!corporate) return 'individual';
  return random.pick(['reseller', 'business', 'business', 'partner']);
}
