import { describe, expect, it } from 'vitest';
import { type HandBooks, handBooks } from './hand-books.ts';
import { expectTied, reasonsOf } from './ties.ts';

const RATES = 'd365_dz.Currency Exchange Rate';

async function booksWithRates(): Promise<HandBooks> {
  const books = await handBooks();
  const usd = { 'Currency Code': 'USD', 'Exchange Rate Amount': '1' };
  const xof = { 'Currency Code': 'XOF', 'Exchange Rate Amount': '100' };
  await books.insert(
    RATES,
    { ...usd, 'Starting Date': '2025-08-31', 'Relational Exch_ Rate Amount': '131' },
    { ...usd, 'Starting Date': '2025-08-29', 'Relational Exch_ Rate Amount': '130' },
    { ...usd, 'Starting Date': '2025-09-01', 'Relational Exch_ Rate Amount': '132' },
    { ...xof, 'Starting Date': '2025-08-29', 'Relational Exch_ Rate Amount': '22.125' },
    { ...xof, 'Currency Code': 'SEK', 'Starting Date': '2025-08-29' },
    { ...xof, 'Currency Code': 'DZD', 'Starting Date': '2025-08-29' },
  );
  return books;
}

const AUGUST = { period: '2025-08' } as const;

describe('CR_05a', () => {
  it('gives the latest rate on or before the cutoff day, as a pair with its starting date', async () => {
    expect(await (await booksWithRates()).extract('CR_05a', AUGUST)).toEqual([
      {
        'Currency Code': 'USD',
        year: '2025',
        month: '8',
        'Relational Exch_ Rate Amount': '131.00000000000000000000',
        'Exchange Rate Amount': '1.00000000000000000000',
        'Starting Date': '2025-08-31',
      },
      {
        'Currency Code': 'XOF',
        year: '2025',
        month: '8',
        'Relational Exch_ Rate Amount': '22.12500000000000000000',
        'Exchange Rate Amount': '100.00000000000000000000',
        'Starting Date': '2025-08-29',
      },
    ]);
  });

  it.each(['2025-07', '2025-08', '2025-09', '2025-12'])(
    'E-1 counts and adds up the same rates by another route at the end of %s',
    async (period) => {
      const expected = period === '2025-07' ? 0 : 2;
      const books = await booksWithRates();
      const { rows } = await books.ask('CR_05a', 'completeness', { period });
      expect(rows).toMatchObject([{ row_count: String(expected) }]);
      if (expected > 0) expect(await expectTied(books, 'CR_05a', { period })).toBe(expected);
    },
  );

  it('E-6 counts every rate once, by reason', async () => {
    expect(await reasonsOf(await booksWithRates(), 'CR_05a', AUGUST)).toEqual({
      included: 2,
      'currency not requested': 1,
      'local currency': 1,
      'replaced by a later rate': 1,
      'starts after the cutoff': 1,
    });
  });

  it('F-1 reads the rates in force again by their age', async () => {
    const { rows } = await (await booksWithRates()).ask('CR_05a', 'rates', AUGUST);
    const found = rows.map((row) => [row['Currency Code'], row['Starting Date']].join(' '));
    expect(found.toSorted()).toEqual(['USD 2025-08-31', 'XOF 2025-08-29']);
  });

  it('delivers both rates where a currency has two for one day, which breaks the key', async () => {
    const books = await booksWithRates();
    await books.insert(RATES, { 'Currency Code': 'USD', 'Starting Date': '2025-08-31' });
    const rows = await books.extract('CR_05a', AUGUST);
    expect(rows.map((row) => row['Currency Code'])).toEqual(['USD', 'USD', 'XOF']);
    expect(await reasonsOf(books, 'CR_05a', AUGUST)).toMatchObject({ included: 3 });
  });
});
