import { expectTied } from './expect-tied.ts';
import { type HandBooks, handBooks } from './hand-books.ts';

/** Tables and rows the tests of IPE_31 start from. */
export const TX = 'fin_rec.RPT_CASHREC_TRANSACTION';
export const MOVED = 'fin_rec.RPT_CASHREC_REALLOCATIONS';
export const PACKAGES = 'fin_rec.RPT_PACKLIST_PACKAGES';
export const PAY = 'fin_rec.RPT_PACKLIST_PAYMENTS';
export const DEPOSIT = 'fin_rec.RPT_CASHDEPOSIT';
export const CLOSED = 'fin_rec.RPT_COLLECTIONADJ';
export const NIGERIA = { entities: ['NG'] } as const;

export const company = { ID_Company: 'EC_NG' } as const;
/** A transaction of population 1. */
export const delivery = {
  ...company,
  Transaction_ID: '1',
  Transaction_Type: 'Delivery',
  Related_Entity: 'PK1',
  Created_Date: '2025-09-10 10:00:00',
  Collection_Partner: 'Swift',
  Amount: '10',
  Transaction_List_Nr: null,
  Transaction_List_Date: null,
} as const;
/** A transaction of population 2. */
export const moved = {
  ...company,
  id: '1',
  Original_Transaction_date: '2025-09-10 10:00:00',
  Reallocated_Transaction_Date: '2025-10-02 10:00:00',
  Collection_Partner_From: 'Swift',
  Transaction_type: 'Delivery',
  Amount: '3',
} as const;
/** A list of 100, of which 60 and a charge of 1 are applied by the cutoff. */
export const list = {
  ...company,
  Reconcile_ID: '1',
  OMS_Packlist_No: 'L1',
  OMS_Packlist_Status: 'inProgress',
  OMS_Packlist_Created_Date: '2025-09-12 10:00:00',
  OMS_Collection_Partner_Name: 'Swift',
  OMS_Amount_Received: '100',
  OMS_Payment_No: 'P9',
  OMS_Payment_Date: '2025-09-20 10:00:00',
  OMS_Payment_Status: 'closed',
  OMS_Payment_Reconciled_Amount: '60',
  OMS_Payment_Charges_Reconciled_Amount: '1',
} as const;
/** A payment of 50 and a charge of 2, applied to nothing. */
export const deposit = {
  ...company,
  OMS_Payment_No: 'P1',
  OMS_Payment_Date: '2025-09-25 10:00:00',
  OMS_Type: 'Payment',
  OMS_Collection_Partner: 'Swift',
  OMS_Payment_Amount: '50',
  OMS_Charges_Amount: '2',
  OMS_Payment_Status: 'closed',
  payment_reversal_date: null,
} as const;

/** A company in scope, one in an excluded country, one out of scope; no open item. */
export async function booksWithSetUp(): Promise<HandBooks> {
  const books = await handBooks();
  await books.insert(
    'fin_rec.Dim_Company',
    { Company_Code: 'EC_NG', Company_Country: 'NG', Flg_In_Conso_Scope: 'true' },
    { Company_Code: 'JD_GH', Company_Country: 'TZ', Flg_In_Conso_Scope: 'true' },
    { Company_Code: 'EC_KE', Company_Country: 'KE', Flg_In_Conso_Scope: 'false' },
  );
  return books;
}

/** Population, number and amount of each open item. */
export async function openItems(
  books: HandBooks,
  question: { entities: readonly string[] } = NIGERIA,
) {
  const rows = await books.extract('IPE_31', question);
  await expectTied(books, 'IPE_31', question);
  return rows.map((row) => `${row['Population']} ${row['source_row_id']} ${row['Amount']}`);
}

/** Five open items, two of them in population 1. */
export async function booksOfAllPopulations(): Promise<HandBooks> {
  const books = await booksWithSetUp();
  await books.insert(TX, delivery, { ...delivery, Transaction_ID: '2', Collection_Partner: 'Pay' });
  await books.insert(MOVED, moved);
  await books.insert(PAY, list);
  await books.insert(DEPOSIT, deposit);
  return books;
}
