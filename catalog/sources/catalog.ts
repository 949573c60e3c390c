import { defineSource } from '../../src/catalog/definition.ts';
import { code, filled, optional } from './source-columns.ts';

/** The compiled catalog itself, as tables. */
export const catalogSource = defineSource({
  name: 'catalog',
  system: 'SOXauto catalog',
  database: 'CATALOG',
  origin: 'catalog',
  tables: {
    items: {
      schema: 'main',
      table: 'items',
      key: ['item_id'],
      columns: {
        item_id: code('varchar(40)'),
        item_kind: filled('varchar(20)'),
        report_type: filled('varchar(20)'),
        report_usage: filled('varchar(20)'),
        version: filled('varchar(40)'),
        title: filled('nvarchar(250)'),
        purpose: filled('nvarchar(1000)'),
        controls: filled('varchar(250)'),
        assertions: filled('varchar(250)'),
        owner: filled('nvarchar(100)'),
        backup_owner: filled('nvarchar(100)'),
        frequency: filled('varchar(20)'),
        source_name: filled('varchar(40)'),
        scope: filled('varchar(20)'),
        gl_accounts: optional('varchar(250)'),
        nav_sign: optional('integer'),
        grain: filled('nvarchar(500)'),
        sort_key: filled('nvarchar(500)'),
        column_count: filled('integer'),
        control_total_count: filled('integer'),
        query_count: filled('integer'),
        check_count: filled('integer'),
        zero_rows: filled('varchar(20)'),
        fingerprint: filled('varchar(64)'),
        folder: filled('varchar(250)'),
      },
    },
    item_columns: {
      schema: 'main',
      table: 'item_columns',
      key: ['item_id', 'column_position'],
      columns: {
        item_id: code('varchar(40)'),
        column_position: filled('integer'),
        column_name: filled('nvarchar(128)'),
        data_type: filled('varchar(40)'),
        meaning: filled('nvarchar(1000)'),
      },
    },
    item_queries: {
      schema: 'main',
      table: 'item_queries',
      key: ['item_id', 'query_name'],
      columns: {
        item_id: code('varchar(40)'),
        query_name: filled('varchar(60)'),
        sql_file: filled('varchar(128)'),
        sha256: filled('varchar(64)'),
      },
    },
    item_checks: {
      schema: 'main',
      table: 'item_checks',
      key: ['item_id', 'check_id'],
      columns: {
        item_id: code('varchar(40)'),
        check_id: filled('varchar(60)'),
        check_kind: filled('varchar(40)'),
        attribute: filled('varchar(10)'),
        title: filled('nvarchar(500)'),
      },
    },
  },
});
