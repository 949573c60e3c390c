import { MILLISECONDS_PER_DAY } from '../model/calendar.ts';
import { integrationFacts } from '../model/integration.ts';
import { INTEGRATION_TABLES, type IntegrationTable } from '../model/integration-facts.ts';
import { timelineOf } from '../model/timeline.ts';
import { CASH_DEPOSITS, COLLECTION_CLOSURES, PACKLIST_PAYMENTS } from '../tables/collection.ts';
import { ORDER_ITEMS } from '../tables/order-items.ts';
import { ACCOUNT_STATEMENTS, SELLER_TRANSACTIONS } from '../tables/seller-center.ts';
import type { DemoTable } from '../tables/table.ts';
import { type BreakScene, pick } from './break-scene.ts';
import { itemRow } from './item-rows.ts';
import { type PlannedBreak, warns } from './planned-break.ts';
import { text, updateRow } from './statements.ts';

/** What the report of integration errors calls the tables that only it reads. */
const SOURCE_SYSTEMS: Readonly<Record<IntegrationTable['name'], string>> = {
  RPT_3PL_MANUAL_TRANSACTIONS: '3PL Manual Transactions',
  RPT_DELIVERY_FEES: 'Delivery Fees',
  RPT_EXC_ACCOUNTSTATEMENTS: 'Exception Account Statements',
  RPT_JFORCE_PAYOUTS: 'JForce Payouts',
  RPT_JPAY_APP_TRANSACTION: 'JPay App Transactions',
  RPT_MARKETPLACE_SHIPPING_FEES: 'Marketplace Shipping Fees',
  RPT_PREPAID_DELIVERIES: 'Prepaid Deliveries',
  RPT_REFUNDS: 'Refunds',
  RPT_VENDOR_PAYMENTS: 'Vendor Payments',
};

/** A transaction that has not reached NAV: where it stands and how the report names it. */
interface Stuck {
  readonly table: Pick<DemoTable<never>, 'database' | 'schema' | 'name'>;
  readonly row: Readonly<Record<string, string>>;
  readonly key: readonly [system: string, company: string, number: string];
}

/** The last transaction of the period in each table that only this report reads, of one company after another. */
function ofOwnTables({ covered, settings, period }: BreakScene): readonly Stuck[] {
  const timeline = timelineOf(settings.periods);
  return INTEGRATION_TABLES.flatMap(({ name }, index): Stuck[] => {
    const company = covered[index % covered.length];
    if (company === undefined) return [];
    const { code } = company;
    const { number } = pick(
      integrationFacts(company, timeline, settings.seed),
      `transaction in ${name}`,
      ({ table, created }) => table === name && created === period.next * MILLISECONDS_PER_DAY - 1,
    );
    return [
      {
        table: { database: 'FIN_REC', schema: 'dbo', name },
        row: { ID_Company: text(code), Transaction_ID: text(number) },
        key: [SOURCE_SYSTEMS[name], code, number],
      },
    ];
  });
}

/** The first known transaction of each table that other reports read too. */
function ofSharedTables({ known }: BreakScene): readonly Stuck[] {
  const company = 'JD_DZ';
  const ID_Company = text(company);
  const facts = known(company);
  const deposit = pick(facts.cashDeposits, 'payment', () => true);
  const closure = pick(facts.closures, 'closure', () => true);
  const payment = pick(facts.packlistPayments, 'payment of a list', () => true);
  const item = pick(facts.items, 'prepaid item', ({ prepaid }) => prepaid);
  const sold = pick(
    facts.sellerTransactions,
    'transaction on a statement',
    ({ statement, order }) => statement !== null && order.startsWith('KNOWN-'),
  );
  const statement = (sold.statement ?? 0).toString();
  return [
    {
      table: CASH_DEPOSITS,
      row: { ID_Company, OMS_Payment_No: text(deposit.number) },
      key: ['Cash Deposits', company, deposit.number],
    },
    {
      table: COLLECTION_CLOSURES,
      row: {
        ID_Company,
        OMS_Entity_Type: text(closure.entityType),
        OMS_Entity_No: text(closure.number),
      },
      key: ['Collection Adjustments', company, `${closure.entityType}/${closure.number}`],
    },
    {
      table: PACKLIST_PAYMENTS,
      row: { ID_Company, Reconcile_ID: payment.id.toString() },
      key: ['Packlist Payments', company, payment.id.toString()],
    },
    {
      table: ORDER_ITEMS,
      row: itemRow(item),
      key: ['SOI Prepayments', company, item.id.toString()],
    },
    {
      table: SELLER_TRANSACTIONS,
      row: { ID_Company, ID_Transaction: sold.id.toString() },
      key: ['Seller Transactions', company, sold.id.toString()],
    },
    {
      table: ACCOUNT_STATEMENTS,
      row: { id_company: ID_Company, RING_ID_Transaction_Statement: statement },
      key: ['Ring Account Statements', company, statement],
    },
  ];
}

/** Every second one failed, the others have no status at all. */
export function integrationBreaks(scene: BreakScene): readonly PlannedBreak[] {
  const stuck = [...ofOwnTables(scene), ...ofSharedTables(scene)];
  const failed = stuck.filter((_, index) => index % 2 === 0);
  const silent = stuck.filter((_, index) => index % 2 === 1);
  return [
    {
      id: 'integration_failed',
      description: 'A transaction in each of eight tables failed on its way to NAV',
      statements: failed.map(({ table, row }) =>
        updateRow(table, row, {
          Nav_Integration_Status: text('Error'),
          Nav_Error_Message: text('Dimension value is blocked'),
        }),
      ),
      expected: {
        IPE_REC_ERRORS: [warns('nothing_to_dispose', ...failed.map(({ key }) => key))],
      },
    },
    {
      id: 'integration_unknown',
      description: 'A transaction in each of seven tables has no integration status',
      statements: silent.map(({ table, row }) =>
        updateRow(table, row, { Nav_Integration_Status: 'NULL' }),
      ),
      expected: {
        IPE_REC_ERRORS: [
          warns('nothing_to_dispose', ...silent.map(({ key }) => key)),
          warns('not_null_integration_status', ...silent.map(({ key }) => key)),
        ],
      },
    },
  ];
}
