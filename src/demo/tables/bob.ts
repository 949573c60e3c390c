import { COMPANIES } from '../group/companies.ts';
import type { OrderFact } from '../model/facts.ts';
import { code, column, type DemoTable } from './table.ts';

export const SALES_ORDERS: DemoTable<OrderFact> = {
  database: 'BOB',
  schema: 'process_pg_bob',
  name: 'pg_bob_sales_order',
  columns: [
    code(
      'id_company',
      COMPANIES.map((company) => company.code),
      (order) => order.company,
    ),
    column('order_id', 'big', (order) => order.id),
    column('order_date', 'moment', (order) => order.moment),
    column('customer_id', 'big', (order) => order.customerId),
    column('total_amount', 'money', (order) => order.total),
    code(
      'currency',
      COMPANIES.map((company) => company.currency),
      (order) => order.currency,
    ),
    code(
      'order_status',
      ['completed', 'returned', 'cancelled', 'failed', 'shipped', 'pending'],
      (order) => order.status,
    ),
  ],
};
