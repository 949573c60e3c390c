import type { Random } from './random.ts';

/** State on the way to NAV; in clean books everything has arrived. */
export const INTEGRATED = ['Posted', 'Integrated'] as const;
export type Integration = (typeof INTEGRATED)[number];

export function drawIntegration(random: Random): Integration {
  return random.chance(700) ? 'Posted' : 'Integrated';
}

/** Tables only the report of integration errors reads, and what they call the amount (domain/catalog.md 3.11). */
export const INTEGRATION_TABLES = [
  { name: 'RPT_3PL_MANUAL_TRANSACTIONS', amount: 'Transaction_Amount', mark: 'LPMT' },
  { name: 'RPT_DELIVERY_FEES', amount: 'Amount', mark: 'DF' },
  { name: 'RPT_EXC_ACCOUNTSTATEMENTS', amount: 'Total_Amount', mark: 'EXS' },
  { name: 'RPT_JFORCE_PAYOUTS', amount: 'Amount', mark: 'JFP' },
  { name: 'RPT_JPAY_APP_TRANSACTION', amount: 'Transaction_Amount', mark: 'JPA' },
  { name: 'RPT_MARKETPLACE_SHIPPING_FEES', amount: 'Amount', mark: 'MSF' },
  { name: 'RPT_PREPAID_DELIVERIES', amount: 'Amount', mark: 'PPD' },
  { name: 'RPT_REFUNDS', amount: 'Amount', mark: 'RF' },
  { name: 'RPT_VENDOR_PAYMENTS', amount: 'Amount', mark: 'VPO' },
] as const;
export type IntegrationTable = (typeof INTEGRATION_TABLES)[number];

/** One operational transaction that NAV must know about. */
export interface IntegrationFact {
  readonly table: IntegrationTable['name'];
  readonly company: string;
  readonly number: string;
  readonly amount: bigint;
  readonly created: number;
  readonly status: Integration;
}
