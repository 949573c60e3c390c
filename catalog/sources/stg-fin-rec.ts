import { defineSource } from '../../src/catalog/definition.ts';
import { lake } from './lake.ts';
import { code, optional } from './source-columns.ts';

/** Raw OMS staging of the mart. */
export const stgFinRec = defineSource({
  name: 'stg_fin_rec',
  system: 'Finance reconciliation mart, staging',
  database: 'STG_FIN_REC',
  athenaDatabase: lake.staging,
  tables: {
    PACKAGE_CASHREC: {
      schema: 'OMS',
      table: 'PACKAGE_CASHREC',
      key: ['ID_COMPANY', 'package_nr'],
      columns: {
        ID_COMPANY: code('varchar(10)'),
        package_nr: code('varchar(50)'),
        amount_expected: optional('decimal(19,4)'),
        amount_received: optional('decimal(19,4)'),
        fk_package_status: optional('integer'),
        package_status: optional('varchar(50)'),
        delivered_update_date: optional('timestamp(3)'),
        delivery_date: optional('timestamp(3)'),
        troubleshoot_resolution_date: optional('timestamp(3)'),
        fk_collection_partner: optional('integer'),
        last_mile: optional('nvarchar(100)'),
        payment_method_confirmed: optional('varchar(50)'),
        order_nr: optional('varchar(20)'),
      },
    },
  },
});
