import { ledgerTables } from './bench-ledger.ts';
import { orderItemTables } from './bench-order-items.ts';
import { amount, COMPANIES, pick, scrambled, type TableRows, writeTables } from './bench-tables.ts';

const CURRENCIES = ['NGN', 'EGP', 'KES', 'MAD', 'XOF', 'GHS', 'DZD', 'UGX', 'XOF'];
/** Every order lies in the extract: 638 days up to the cutoff 2025-09-30. */
const DAYS = 638;

/** Sources that make a report of `rows` rows, every one of them kept. */
export async function writeBenchBooks(folder: string, item: string, rows: number): Promise<void> {
  switch (item) {
    case 'IPE_09':
      return await writeTables(folder, ['bob'], [salesOrders(rows)]);
    case 'IPE_07':
      return await writeTables(folder, ['nav_dw', 'fin_rec'], ledgerTables(rows));
    default:
      return await writeTables(folder, ['fin_rec', 'stg_fin_rec'], orderItemTables(item, rows));
  }
}

function salesOrders(rows: number): TableRows {
  return {
    table: 'bob.pg_bob_sales_order',
    from: scrambled(rows),
    cells: {
      id_company: pick(COMPANIES),
      order_id: '100000000 + i',
      order_date: `TIMESTAMP '2024-01-02' + to_days(CAST(n % ${DAYS} AS INTEGER)) + to_milliseconds(i * 7919 % 86400000)`,
      customer_id: 'i * 2654435761 % 1000003',
      total_amount: amount(40503),
      currency: pick(CURRENCIES),
      order_status:
        "CASE WHEN i % 8 = 0 THEN 'cancelled' WHEN i % 5 = 0 THEN 'pending' ELSE 'completed' END",
    },
  };
}
