import { describe, expect, it } from 'vitest';
import { type HandBooks, handBooks } from './hand-books.ts';

const NIGERIA = { entities: ['NG'] } as const;

async function booksWithOrders(): Promise<HandBooks> {
  const books = await handBooks();
  const order = { id_company: 'EC_NG', currency: 'NGN', order_status: 'completed' };
  await books.insert(
    'bob.pg_bob_sales_order',
    { ...order, order_id: '1', order_date: '2019-03-01 00:00:00', total_amount: '1.5' },
    { ...order, order_id: '2', order_date: '2025-09-30 00:00:00', total_amount: '2.25' },
    { ...order, order_id: '3', order_date: '2025-09-30 23:59:59.999', total_amount: '4' },
    { ...order, order_id: '4', order_date: '2025-10-01 00:00:00', total_amount: '8' },
    { ...order, order_id: '2', order_date: '2025-09-02 00:00:00', id_company: 'JD_GH' },
  );
  return books;
}

describe('IPE_09', () => {
  it('holds the whole cutoff day to its last millisecond, and nothing of the day after', async () => {
    const rows = await (await booksWithOrders()).extract('IPE_09', NIGERIA);
    expect(rows.map(({ order_id }) => order_id)).toEqual(['1', '2', '3']);
  });

  it('E-5 counts the same by calendar day', async () => {
    const { rows } = await (await booksWithOrders()).ask('IPE_09', 'completeness', NIGERIA);
    expect(rows).toEqual([
      {
        id_company: 'EC_NG',
        currency: 'NGN',
        order_status: 'completed',
        row_count: '3',
        total_amount: '7.7500',
        order_id: '6',
        customer_id: '0',
      },
    ]);
  });

  it('E-6 counts every order once, by reason', async () => {
    const { rows } = await (await booksWithOrders()).ask('IPE_09', 'exclusions', {
      ...NIGERIA,
      overrides: { since_ordered: '2020-01-01' },
    });
    expect(rows.map(({ reason, row_count }) => [reason, row_count]).sort()).toEqual([
      ['company not selected', '1'],
      ['included', '2'],
      ['ordered after the cutoff', '1'],
      ['ordered before the start bound', '1'],
      ['unfiltered', '5'],
    ]);
  });

  it('takes a start bound from the operator', async () => {
    const question = { ...NIGERIA, overrides: { since_ordered: '2025-09-30' } };
    const books = await booksWithOrders();
    const rows = await books.extract('IPE_09', question);
    expect(rows.map(({ order_id }) => order_id)).toEqual(['2', '3']);
    expect((await books.ask('IPE_09', 'completeness', question)).rows).toMatchObject([
      { row_count: '2' },
    ]);
  });

  it('E-7 knows the first and last order of the cutoff day', async () => {
    const { rows } = await (await booksWithOrders()).ask('IPE_09', 'witnesses', NIGERIA);
    expect(rows.map(({ order_id }) => order_id).sort()).toEqual(['2', '3']);
  });
});
