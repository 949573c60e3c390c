import { describe, expect, it } from 'vitest';
import { expectTied, reasonsOf } from './expect-tied.ts';
import { type HandBooks, handBooks } from './hand-books.ts';

const NIGERIA = { entities: ['NG'] } as const;

/** Each of the fifteen tables: where it stands, its number column, its amount column. */
const TABLES = [
  [
    '3PL Manual Transactions',
    'RPT_3PL_MANUAL_TRANSACTIONS',
    'Transaction_ID',
    'Transaction_Amount',
  ],
  ['Cash Deposits', 'RPT_CASHDEPOSIT', 'OMS_Payment_No', 'OMS_Payment_Amount'],
  ['Collection Adjustments', 'RPT_COLLECTIONADJ', 'OMS_Entity_No', 'Amount'],
  ['Delivery Fees', 'RPT_DELIVERY_FEES', 'Transaction_ID', 'Amount'],
  ['Exception Account Statements', 'RPT_EXC_ACCOUNTSTATEMENTS', 'Transaction_ID', 'Total_Amount'],
  ['JForce Payouts', 'RPT_JFORCE_PAYOUTS', 'Transaction_ID', 'Amount'],
  ['JPay App Transactions', 'RPT_JPAY_APP_TRANSACTION', 'Transaction_ID', 'Transaction_Amount'],
  ['Marketplace Shipping Fees', 'RPT_MARKETPLACE_SHIPPING_FEES', 'Transaction_ID', 'Amount'],
  ['Packlist Payments', 'RPT_PACKLIST_PAYMENTS', 'Reconcile_ID', 'OMS_Payment_Reconciled_Amount'],
  ['Prepaid Deliveries', 'RPT_PREPAID_DELIVERIES', 'Transaction_ID', 'Amount'],
  ['SOI Prepayments', 'RPT_SOI', 'COD_OMS_SALES_ORDER_ITEM', 'MTR_PAID_PRICE'],
  ['Refunds', 'RPT_REFUNDS', 'Transaction_ID', 'Amount'],
  ['Seller Transactions', 'RPT_TRANSACTIONS_SELLER', 'ID_Transaction', 'Transaction_Amount'],
  [
    'Ring Account Statements',
    'RPT_ACCOUNTSTATEMENTS',
    'RING_ID_Transaction_Statement',
    'Statement_Amount',
  ],
  ['Vendor Payments', 'RPT_VENDOR_PAYMENTS', 'Transaction_ID', 'Amount'],
] as const;

interface Transfer {
  readonly id: string;
  readonly status: string | null;
  readonly company?: string;
  readonly created?: string;
  readonly amount?: string | null;
}

async function transfer(books: HandBooks, system: string, given: Transfer): Promise<void> {
  const found = TABLES.find(([name]) => name === system);
  if (found === undefined) throw new Error(`no table for ${system}`);
  const [, table, number, amount] = found;
  const company = { RPT_SOI: 'ID_COMPANY', RPT_ACCOUNTSTATEMENTS: 'id_company' } as const;
  const created = given.created ?? '2025-09-10 10:00:00';
  await books.insert(`fin_rec.${table}`, {
    [table in company ? company[table as keyof typeof company] : 'ID_Company']:
      given.company ?? 'EC_NG',
    [table === 'RPT_SOI' ? 'ORDER_CREATION_DATE' : 'Created_Date']: created,
    [number]: given.id,
    [amount]: given.amount === undefined ? '5' : given.amount,
    Nav_Integration_Status: given.status,
    Nav_Error_Message: given.status === 'Error' ? 'no such customer' : null,
    ...(table === 'RPT_SOI' ? { IS_PREPAYMENT: 'true' } : {}),
    ...(table === 'RPT_COLLECTIONADJ' ? { OMS_Entity_Type: 'packlist' } : {}),
  });
}

async function listed(books: HandBooks) {
  await expectTied(books, 'IPE_REC_ERRORS', NIGERIA);
  const rows = await books.extract('IPE_REC_ERRORS', NIGERIA);
  return rows.map((row) => [row['Source_System'], row['Transaction_ID']]);
}

describe('IPE_REC_ERRORS', () => {
  it('lists what failed in each of the fifteen tables, with number and amount of its own', async () => {
    const books = await handBooks();
    for (const [index, [system]] of TABLES.entries()) {
      await transfer(books, system, { id: `${index}`, status: 'Error', amount: `${index}.25` });
      await transfer(books, system, { id: `${100 + index}`, status: 'Posted' });
      await transfer(books, system, { id: `${200 + index}`, status: 'Integrated' });
    }
    expect(await expectTied(books, 'IPE_REC_ERRORS', NIGERIA)).toBe(15);
    const rows = await books.extract('IPE_REC_ERRORS', NIGERIA);
    const expected = TABLES.map(([system], index) => ({
      Source_System: system,
      ID_Company: 'EC_NG',
      Transaction_ID: system === 'Collection Adjustments' ? `packlist/${index}` : `${index}`,
      Amount: `${index}.2500`,
      Integration_Status: 'Error',
      Error_Message: 'no such customer',
    }));
    expect(new Set(rows)).toEqual(new Set(expected));
  });

  it.each([
    ['Error', true],
    ['Pending', true],
    ['', true],
    ['posted', true],
    [null, true],
    ['Posted', false],
    ['Integrated', false],
  ])('takes a status of %s: %s', async (status, isIn) => {
    const books = await handBooks();
    await transfer(books, 'Refunds', { id: 'R1', status });
    expect(await listed(books)).toEqual(isIn ? [['Refunds', 'R1']] : []);
    expect(await reasonsOf(books, 'IPE_REC_ERRORS', NIGERIA)).toMatchObject({
      [isIn ? 'Refunds: included' : 'Refunds: integrated']: '1',
      'Refunds: unfiltered': '1',
      'Vendor Payments: unfiltered': '0',
    });
  });

  it('takes what was created by the cutoff in selected companies, and counts the rest', async () => {
    const books = await handBooks();
    const status = 'Error';
    await transfer(books, 'Refunds', { id: '1', status, created: '2025-09-30 23:59:59.999' });
    await transfer(books, 'Refunds', { id: '2', status, created: '2025-10-01 00:00:00' });
    await transfer(books, 'Refunds', { id: '3', status, created: '2019-01-01 00:00:00' });
    await transfer(books, 'Refunds', { id: '4', status, company: 'JD_GH' });
    await transfer(books, 'SOI Prepayments', { id: '5', status, created: '2025-10-01 00:00:00' });
    await books.insert('fin_rec.RPT_SOI', {
      ID_COMPANY: 'EC_NG',
      COD_OMS_SALES_ORDER_ITEM: '6',
      IS_PREPAYMENT: 'false',
      Nav_Integration_Status: status,
    });
    expect(await listed(books)).toEqual([
      ['Refunds', '1'],
      ['Refunds', '3'],
    ]);
    expect(await reasonsOf(books, 'IPE_REC_ERRORS', NIGERIA)).toMatchObject({
      'Refunds: included': '2',
      'Refunds: created after the cutoff': '1',
      'Refunds: company not selected': '1',
      'SOI Prepayments: created after the cutoff': '1',
      'SOI Prepayments: not paid in advance': '1',
      'SOI Prepayments: unfiltered': '2',
    });
  });

  it('keeps a transaction without an amount, and tells adjustments of one number apart', async () => {
    const books = await handBooks();
    await transfer(books, 'Packlist Payments', { id: '7', status: null, amount: null });
    await transfer(books, 'Packlist Payments', { id: '8', status: 'Posted', amount: '3' });
    const adjustment = { ID_Company: 'EC_NG', OMS_Entity_No: '4711', Nav_Integration_Status: null };
    await books.insert(
      'fin_rec.RPT_COLLECTIONADJ',
      { ...adjustment, OMS_Entity_Type: 'packlist' },
      { ...adjustment, OMS_Entity_Type: 'payment' },
      { ...adjustment, OMS_Entity_Type: null },
    );
    expect(await listed(books)).toEqual([
      ['Collection Adjustments', '/4711'],
      ['Collection Adjustments', 'packlist/4711'],
      ['Collection Adjustments', 'payment/4711'],
      ['Packlist Payments', '7'],
    ]);
  });

  it('may be empty', async () => {
    const books = await handBooks();
    expect(await listed(books)).toEqual([]);
    expect((await books.ask('IPE_REC_ERRORS', 'witnesses', NIGERIA)).rows).toEqual([]);
  });

  it('E-7 knows the first and last of each system and status that is not integrated', async () => {
    const books = await handBooks();
    for (const id of ['1', '2', '3']) {
      await transfer(books, 'Refunds', { id: `E${id}`, status: 'Error' });
      await transfer(books, 'Refunds', { id: `N${id}`, status: null });
      await transfer(books, 'Refunds', { id: `P${id}`, status: 'Posted' });
    }
    const { rows } = await books.ask('IPE_REC_ERRORS', 'witnesses', NIGERIA);
    expect(rows.map((row) => row['Transaction_ID']).sort()).toEqual(['E1', 'E3', 'N1', 'N3']);
  });
});
