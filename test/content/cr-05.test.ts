import { describe, expect, it } from 'vitest';
import { type HandBooks, handBooks } from './hand-books.ts';

const RATE = { rate_type: 'Closing', year: '2025', cod_month: '9', base_currency: 'USD' } as const;

async function booksWithRates(): Promise<HandBooks> {
  const books = await handBooks();
  const live = { 'Is_Active?': 'true', Flg_In_Conso_Scope: 'true' };
  await books.insert(
    'fin_rec.Dim_Company',
    { ...live, Company_Code: 'EC_NG', Company_Country: 'NG' },
    { ...live, Company_Code: 'HQ_DE', Company_Country: 'DE' },
    { ...live, Company_Code: 'HQ_DE_USD', Company_Country: 'DE' },
    { ...live, Company_Code: 'HQ_US', Company_Country: 'US' },
    { ...live, Company_Code: 'XX_AE', Company_Country: 'AE' },
    { Company_Code: 'OLD_RW', Company_Country: 'RW', 'Is_Active?': 'false' },
  );
  await books.insert(
    'fin_rec.Dim_Country',
    { Country_Code: 'NG', Country_Name: 'Nigeria' },
    { Country_Code: 'DE', Country_Name: 'Germany' },
    { Country_Code: 'US', Country_Name: 'United States of America' },
  );
  await books.insert(
    'fin_rec.RPT_FX_RATES',
    { ...RATE, country_code: 'NG', country: null, rate: '1650' },
    { ...RATE, country_code: 'NG', rate: '1600', rate_type: 'Average' },
    { ...RATE, country_code: 'NG', rate: '1640', cod_month: '8' },
    { ...RATE, country_code: 'NG', rate: '1800', base_currency: 'EUR' },
    { ...RATE, country_code: 'DE', country: 'Germany', rate: '0.9' },
    { ...RATE, country_code: 'AE', country: 'United arab emirates (the)', rate: '3.67' },
  );
  return books;
}

async function rates(books: HandBooks) {
  const rows = await books.extract('CR_05');
  return Object.fromEntries(rows.map((row) => [row['Company_Code'], row['FX_rate']]));
}

describe('CR_05', () => {
  it('gives each company the closing rate of the month, 1 where books are kept in dollars', async () => {
    expect(await rates(await booksWithRates())).toEqual({
      EC_NG: '1650.00000000',
      HQ_DE: '0.90000000',
      HQ_DE_USD: '1.00000000',
      HQ_US: '1.00000000',
      OLD_RW: null,
      XX_AE: null,
    });
  });

  it('E-1 counts companies and adds up rates by another route', async () => {
    expect((await (await booksWithRates()).ask('CR_05', 'completeness')).rows).toEqual([
      { row_count: '6', FX_rate: '1652.90000000', year: '6075', cod_month: '27' },
    ]);
  });

  it('F-1 reads again every rate that comes from the table', async () => {
    const { rows } = await (await booksWithRates()).ask('CR_05', 'rates');
    expect(Object.fromEntries(rows.map((row) => [row['Company_Code'], row['FX_rate']]))).toEqual({
      EC_NG: '1650.00000000',
      HQ_DE: '0.90000000',
    });
  });

  it('names active companies in scope without a rate above zero', async () => {
    const books = await booksWithRates();
    const missing = async () =>
      (await books.ask('CR_05', 'missing_rates')).rows.map((row) => row['Company_Code']);
    expect(await missing()).toEqual(['XX_AE']);
    await books.insert('fin_rec.Dim_Company', {
      Company_Code: 'ZZ_TZ',
      Company_Country: 'TZ',
      'Is_Active?': 'true',
      Flg_In_Conso_Scope: 'true',
    });
    await books.insert('fin_rec.RPT_FX_RATES', { ...RATE, country_code: 'TZ', rate: '0' });
    expect((await missing()).toSorted()).toEqual(['XX_AE', 'ZZ_TZ']);
  });

  it('F-4 names a country with two rates, which doubles its company', async () => {
    const books = await booksWithRates();
    await books.insert('fin_rec.RPT_FX_RATES', { ...RATE, country_code: 'NG', rate: '1651' });
    expect((await books.extract('CR_05')).map((row) => row['Company_Code'])).toHaveLength(7);
    expect((await books.ask('CR_05', 'completeness')).rows).toMatchObject([{ row_count: '6' }]);
    expect((await books.ask('CR_05', 'fan_out')).rows).toEqual([
      { look_up: 'RPT_FX_RATES', look_up_key: 'NG', matches: '2' },
    ]);
  });
});
