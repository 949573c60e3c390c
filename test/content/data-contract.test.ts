import { describe, expect, it } from 'vitest';
import { bindQuery } from '../../src/catalog/bind-query.ts';
import { findItem } from '../../src/catalog/compiled-catalog.ts';
import { type HandBooks, handBooks } from './hand-books.ts';
import { catalog } from './the-catalog.ts';

const LEDGER = 'nav_dw.Customer Ledger Entries';
const DETAILS = 'nav_dw.Detailed Customer Ledg_ Entry';

async function contract(books: HandBooks, table: string) {
  const { rows } = await books.ask('IPE_07', 'contract_columns');
  return Object.fromEntries(
    rows
      .filter((row) => row['table_name'] === table)
      .map(({ column_name, table_name: _table, ...figures }) => [column_name, figures]),
  );
}

async function fineAmounts(books: HandBooks, item = 'IPE_07') {
  const { rows } = await books.ask(item, 'contract_amounts');
  return rows.map((row) => Object.values(row)).sort();
}

function ruleOf(id: string) {
  const check = findItem(catalog, 'IPE_07').checks.find((one) => one.id === id);
  return check?.kind === 'no_rows' ? check : undefined;
}

describe('the data contract of an item', () => {
  it('covers the codes its extract reads, and the stored amounts any of its queries adds', async () => {
    const { rows } = await (await handBooks()).ask('CR_04', 'contract_columns');
    expect(rows.map((row) => [row['table_name'], row['column_name']])).toEqual([
      ...['ID_COMPANY', 'GROUP_COA_ACCOUNT_NO', 'REAL_COA'].map((column) => [
        'fin_rec.V_BS_ANAPLAN_IMPORT_IFRS_MAPPING_CURRENCY_SPLIT',
        column,
      ]),
      ['nav_dw.G_L Entries', 'Amount'],
    ]);
  });

  it('is the same for every item: no code ends in a blank, twins are a warning', () => {
    for (const { queries, checks } of catalog.items) {
      expect(queries.map(({ name }) => name)).toContain('contract_columns');
      const ids = checks.map(({ id }) => id);
      expect(ids).toContain('contract_trailing_blanks');
      const twins = checks.find(({ id }) => id === 'contract_case_twins');
      expect(twins?.severity).toBe('warn');
      const addsStored = queries.some(({ name }) => name === 'contract_amounts');
      expect(ids.includes('contract_four_decimals')).toBe(addsStored);
      expect(ids.includes('contract_sums_exact')).toBe(addsStored);
    }
  });

  it('counts codes that end in a blank and codes that differ in case only, column by column', async () => {
    const books = await handBooks();
    await books.insert(
      LEDGER,
      { id_company: 'EC_NG', 'Customer No_': 'C1', 'Busline Code': 'bl' },
      { id_company: 'EC_NG ', 'Customer No_': 'C1', 'Busline Code': 'BL' },
      { id_company: 'EC_KE', 'Customer No_': 'C2', 'Busline Code': 'Bl ' },
    );
    expect(await contract(books, LEDGER)).toMatchObject({
      id_company: { row_count: '3', trailing_blanks: '1', exact_forms: '3', folded_forms: '3' },
      'Customer No_': { trailing_blanks: '0', exact_forms: '2', folded_forms: '2' },
      'Busline Code': { trailing_blanks: '1', exact_forms: '3', folded_forms: '2' },
    });
    expect(ruleOf('contract_trailing_blanks')?.where).toBe('"trailing_blanks" > 0');
    expect(ruleOf('contract_case_twins')?.where).toBe('"folded_forms" < "exact_forms"');
  });

  it('says nothing of an empty table, and shows every column of it', async () => {
    expect((await contract(await handBooks(), LEDGER))['id_company']).toEqual({
      row_count: '0',
      trailing_blanks: '0',
      exact_forms: '0',
      folded_forms: '0',
      largest_amount: null,
    });
  });

  it('names amounts with more than four decimals by the key of their table, each column apart', async () => {
    const books = await handBooks();
    await books.insert(
      LEDGER,
      {
        id_company: 'EC_NG',
        'Entry No_': '7',
        'Original Amount': '1.00001',
        'Original Amount (LCY)': '-2.00002',
      },
      { id_company: 'EC_NG', 'Entry No_': '8', 'Original Amount': '1.0001' },
    );
    await books.insert(DETAILS, {
      id_company: 'EC_KE',
      'Entry No_': '9',
      'Amount (LCY)': '5.00005',
    });
    expect(await fineAmounts(books)).toEqual([
      [LEDGER, 'Original Amount (LCY)', 'EC_NG / 7', '-2.00002000000000000000'],
      [LEDGER, 'Original Amount', 'EC_NG / 7', '1.00001000000000000000'],
      [DETAILS, 'Amount (LCY)', 'EC_KE / 9', '5.00005000000000000000'],
    ]);
    expect(await fineAmounts(books, 'CR_03')).toEqual([]);
  });

  it('bounds every sum: the largest amount times the number of rows', async () => {
    const books = await handBooks();
    await books.insert(
      DETAILS,
      { 'Amount (LCY)': '-499999999999999999.4' },
      { 'Amount (LCY)': '1' },
    );
    expect((await contract(books, DETAILS))['Amount (LCY)']).toEqual({
      row_count: '2',
      trailing_blanks: null,
      exact_forms: null,
      folded_forms: null,
      largest_amount: '499999999999999999',
    });
    expect(ruleOf('contract_sums_exact')?.where).toContain('>= 1000000000000000000');
  });

  it('is rendered for every engine of the item like any other query', async () => {
    const item = findItem(catalog, 'IPE_07');
    const text = (engine: 'duckdb' | 'mssql') =>
      bindQuery(item, 'contract_columns', engine, [], catalog.sources).text;
    expect(text('mssql')).toContain('Latin1_General_100_BIN2');
    expect(text('mssql')).toContain(`THEN t.blanks_1`);
    await expect(text('duckdb')).toMatchFileSnapshot('../golden/sql/ipe-07-contract.duckdb.sql');
    await expect(text('mssql')).toMatchFileSnapshot('../golden/sql/ipe-07-contract.mssql.sql');
    const { text: amounts } = bindQuery(item, 'contract_amounts', 'mssql', [], catalog.sources);
    await expect(amounts).toMatchFileSnapshot('../golden/sql/ipe-07-fine-amounts.mssql.sql');
  });
});
