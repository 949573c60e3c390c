import type { DuckDBConnection } from '@duckdb/node-api';
import type { DemoSettings } from '../demo-books.ts';
import { GROUP_ACCOUNTS } from '../group/chart-of-accounts.ts';
import { COUNTRIES } from '../group/rates.ts';
import {
  buslineFacts,
  chartFacts,
  companyFacts,
  customerTypeFacts,
  postingGroupFacts,
  rateFacts,
} from '../model/dimension-facts.ts';
import { dinarRateFacts } from '../model/dinar-rates.ts';
import type { FactBatch } from '../model/facts.ts';
import {
  bankAccountFacts,
  bankPostingGroupFacts,
  nodeFacts,
  partnerFacts,
} from '../model/partner-facts.ts';
import { timelineOf } from '../model/timeline.ts';
import { SALES_ORDERS } from '../tables/bob.ts';
import {
  CASH_DEPOSITS,
  CASH_TRANSACTIONS,
  COLLECTION_CLOSURES,
  PACKLIST_PACKAGES,
  PACKLIST_PAYMENTS,
  REALLOCATIONS,
} from '../tables/collection.ts';
import { DINAR_RATES } from '../tables/d365-dz.ts';
import {
  BALANCE_VIEW,
  DIM_BUSLINE,
  DIM_CHART_OF_ACCOUNTS,
  DIM_COMPANY,
  DIM_COUNTRY,
  FX_RATES,
  IFRS_MAPPING,
} from '../tables/fin-rec.ts';
import { INTEGRATION_FACT_TABLES } from '../tables/integration.ts';
import {
  CUSTOMER_LEDGER_DETAILS,
  CUSTOMER_LEDGER_ENTRIES,
  CUSTOMER_POSTING_GROUPS,
  CUSTOMERS,
  GL_DETAILS,
  GL_ENTRIES,
} from '../tables/nav-dw.ts';
import { CUSTOMER_TYPES_TABLE, KEPT_ITEMS, ORDER_ITEMS } from '../tables/order-items.ts';
import {
  BANK_ACCOUNTS,
  BANK_POSTING_GROUPS_TABLE,
  COLLECTION_PARTNERS_TABLE,
  HUB_MAPPING,
} from '../tables/partners.ts';
import {
  ACCOUNT_STATEMENTS,
  mappedTypeFacts,
  RING_TRANSACTIONS,
  SELLER_TRANSACTIONS,
  TRANSACTION_GROUPS,
  VENDORS,
} from '../tables/seller-center.ts';
import { PACKAGE_CASHREC } from '../tables/stg-fin-rec.ts';
import type { DemoTable } from '../tables/table.ts';
import { VOUCHER_TEMPLATES, VOUCHERS } from '../tables/vouchers.ts';
import { TableWriter } from './table-writer.ts';

/** A table being written, fed with what `Given` holds for it. */
export interface FedTable<Given> {
  readonly writer: Pick<TableWriter<never>, 'name' | 'rows' | 'create' | 'finish'>;
  readonly append: (given: Given) => Promise<void>;
}
type TableFeed<Given> = (connection: DuckDBConnection) => FedTable<Given>;

function feed<Fact, Given>(
  table: DemoTable<Fact>,
  facts: (given: Given) => readonly Fact[],
): TableFeed<Given> {
  return (connection) => {
    const writer = new TableWriter(connection, table);
    return { writer, append: (given) => writer.append(facts(given)) };
  };
}

/** Tables of the same size for every size of the books. */
export const DIMENSION_TABLES: readonly TableFeed<DemoSettings>[] = [
  feed(DIM_COMPANY, companyFacts),
  feed(DIM_COUNTRY, () => COUNTRIES),
  feed(DIM_BUSLINE, buslineFacts),
  feed(DIM_CHART_OF_ACCOUNTS, chartFacts),
  feed(IFRS_MAPPING, () => GROUP_ACCOUNTS),
  feed(FX_RATES, ({ periods }) => rateFacts(timelineOf(periods).months)),
  feed(DINAR_RATES, ({ periods }) => dinarRateFacts(timelineOf(periods))),
  feed(CUSTOMER_TYPES_TABLE, customerTypeFacts),
  feed(CUSTOMER_POSTING_GROUPS, postingGroupFacts),
  feed(TRANSACTION_GROUPS, mappedTypeFacts),
  feed(COLLECTION_PARTNERS_TABLE, partnerFacts),
  feed(HUB_MAPPING, nodeFacts),
  feed(BANK_ACCOUNTS, bankAccountFacts),
  feed(BANK_POSTING_GROUPS_TABLE, bankPostingGroupFacts),
];

/** Tables filled batch by batch: one line says which facts are a table's rows. */
export const BATCH_TABLES: readonly TableFeed<FactBatch>[] = [
  feed(CUSTOMERS, ({ customers }) => customers),
  feed(SALES_ORDERS, ({ orders }) => orders),
  feed(ORDER_ITEMS, ({ items }) => items),
  feed(PACKAGE_CASHREC, ({ cashRecs }) => cashRecs),
  feed(KEPT_ITEMS, ({ keptItems }) => keptItems),
  feed(VOUCHERS, ({ vouchers }) => vouchers),
  feed(VOUCHER_TEMPLATES, ({ voucherTemplates }) => voucherTemplates),
  feed(SELLER_TRANSACTIONS, ({ sellerTransactions }) => sellerTransactions),
  feed(RING_TRANSACTIONS, ({ sellerTransactions }) =>
    sellerTransactions.filter(({ inRing }) => inRing),
  ),
  feed(ACCOUNT_STATEMENTS, ({ sellerStatements }) => sellerStatements),
  feed(VENDORS, ({ vendors }) => vendors),
  feed(CASH_TRANSACTIONS, ({ cashTransactions }) => cashTransactions),
  feed(REALLOCATIONS, ({ reallocations }) => reallocations),
  feed(PACKLIST_PACKAGES, ({ packlistPackages }) => packlistPackages),
  feed(PACKLIST_PAYMENTS, ({ packlistPayments }) => packlistPayments),
  feed(CASH_DEPOSITS, ({ cashDeposits }) => cashDeposits),
  feed(COLLECTION_CLOSURES, ({ closures }) => closures),
  ...INTEGRATION_FACT_TABLES.map((table) =>
    feed(table, ({ integrations }: FactBatch) =>
      integrations.filter((fact) => fact.table === table.name),
    ),
  ),
  feed(CUSTOMER_LEDGER_ENTRIES, ({ ledgerEntries }) => ledgerEntries),
  feed(CUSTOMER_LEDGER_DETAILS, ({ ledgerDetails }) => ledgerDetails),
  feed(GL_ENTRIES, ({ glEntries }) => glEntries),
  feed(GL_DETAILS, ({ glDetails }) => glDetails),
  feed(BALANCE_VIEW, ({ balances }) => balances),
];
