import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { defineSource, type SourceDefinition } from '../../../src/catalog/definition.ts';
import {
  columnCollisions,
  lakeName,
  physicalName,
  tableCollisions,
  unnamed,
} from '../../../src/catalog/portable-sql/lake-names.ts';

describe('the name in the lake', () => {
  it.each([
    ['Posting Date', 'posting_date'],
    ['G_L Account No_', 'gl_account_no'],
    ['G/L_Account_No', 'gl_account_no'],
    ['G_L Bank Account No_', 'gl_bank_account_no'],
    ['GL Entry No_', 'gl_entry_no'],
    ['Amount (LCY)', 'amount_lcy'],
    ['Customer No_', 'customer_no'],
    ['Cust_ Ledger Entry No_', 'cust_ledger_entry_no'],
    ['Detailed Customer Ledg_ Entry', 'detailed_customer_ledg_entry'],
    ['Opco/Central_?', 'opco_central'],
    ['Is_Active?', 'is_active'],
    ['System-Created Entry', 'system_created_entry'],
    ['V_BS_ANAPLAN', 'v_bs_anaplan'],
    ['No_', 'no'],
    ['id_company', 'id_company'],
    ['A_B_C Class', 'abc_class'],
    ['Savanna DZ$Currency Exchange Rate', 'savanna_dz_currency_exchange_rate'],
  ])('of %s is %s', (name, physical) => {
    expect(lakeName(name)).toBe(physical);
  });

  it('stays what it is once it is one, but for initials', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 40 }), (name) => {
        const once = lakeName(name);
        fc.pre(!/(^|_)[a-z]_[a-z](_|$)/.test(once));
        expect(lakeName(once)).toBe(once);
      }),
    );
  });

  it('is the declared one where there is one', () => {
    expect(physicalName('G_L Entries', { athena: 'g_l_entries' })).toBe('g_l_entries');
    expect(physicalName('G_L Entries', {})).toBe('gl_entries');
  });

  it.each(['größe', '2nd Ledger', '???', 'x'.repeat(256), 'a\u0000b'])(
    'is none for %j, which Glue could not hold under it',
    (name) => {
      expect(unnamed([[name, {}]])).toEqual([name]);
      expect(unnamed([[name, { athena: 'declared' }]])).toEqual([]);
    },
  );
});

describe('names the lake could not tell apart', () => {
  const table = (name: string, ...columns: readonly string[]) => ({
    schema: 's',
    table: name,
    key: ['k'],
    columns: Object.fromEntries(columns.map((column) => [column, { type: 'integer' as const }])),
  });
  const source = (name: string, tables: SourceDefinition['tables']): SourceDefinition =>
    defineSource({ name, system: name, database: name, athenaDatabase: 'lake', tables });

  it('are two columns of one table, and not of two tables', () => {
    const twins = source('one', {
      t: table('t', 'Entry No_', 'k', 'entry no'),
      u: table('u', 'entry_no'),
    });
    expect(columnCollisions(twins)).toEqual([
      'table t: the columns "Entry No_" and "entry no" are all "entry_no" on Athena; declare `athena` on all but one',
    ]);
  });

  it('are no mistake with a declared name, or where the source is not in the lake', () => {
    const declared = {
      ...table('t', 'Entry No_'),
      columns: {
        'Entry No_': { type: 'integer' as const },
        'entry no': { type: 'integer' as const, athena: 'entry_no_2' },
      },
    };
    expect(columnCollisions(source('one', { t: declared }))).toEqual([]);
    const { athenaDatabase: _lake, ...away } = source('one', { t: table('t', 'a b', 'a-b') });
    expect(columnCollisions(away)).toEqual([]);
    expect(tableCollisions([away, { ...away, name: 'two' }])).toEqual([]);
  });

  it('are two tables of one lake database, also of two sources', () => {
    const one = source('one', { 'Bank Accounts': table('Bank Accounts', 'k') });
    const two = source('two', { accounts: table('BANK_ACCOUNTS', 'k') });
    expect(tableCollisions([one, two])).toEqual([
      'the tables "one.Bank Accounts" and "two.accounts" are all "lake.bank_accounts" on Athena; declare `athena` on all but one',
    ]);
    expect(tableCollisions([one, { ...two, athenaDatabase: 'other' }])).toEqual([]);
  });
});
