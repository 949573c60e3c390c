import { defineSource } from '../../src/catalog/definition.ts';
import { lake } from './lake.ts';
import { code, filled, optional } from './source-columns.ts';

/** The back office, orders as created. */
export const bob = defineSource({
  name: 'bob',
  system: 'BOB (back office)',
  database: 'BOB',
  athenaDatabase: lake.backOffice,
  tables: {
    pg_bob_sales_order: {
      schema: 'process_pg_bob',
      table: 'pg_bob_sales_order',
      key: ['id_company', 'order_id'],
      columns: {
        id_company: code('varchar(10)'),
        order_id: filled('bigint'),
        order_date: filled('timestamp(3)'),
        customer_id: filled('bigint'),
        total_amount: filled('decimal(19,4)'),
        currency: filled('varchar(10)'),
        order_status: optional('varchar(20)'),
      },
    },
  },
});
