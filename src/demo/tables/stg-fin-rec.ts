import { COMPANIES } from '../group/companies.ts';
import { type CashRecFact, packageNumber } from '../model/item-facts.ts';
import { code, column, type DemoTable, derived, fixed } from './table.ts';

const PACKAGE_STATUSES = ['reconciled', 'partly received', 'received', 'not received'];

function packageStatus({ resolved, received, expected }: CashRecFact): string {
  if (resolved !== null) return 'reconciled';
  if (received === 0n) return 'not received';
  return received < expected ? 'partly received' : 'received';
}

export const PACKAGE_CASHREC: DemoTable<CashRecFact> = {
  database: 'STG_FIN_REC',
  schema: 'OMS',
  name: 'PACKAGE_CASHREC',
  columns: [
    code(
      'ID_COMPANY',
      COMPANIES.map((company) => company.code),
      (row) => row.company,
    ),
    column('package_nr', 'text', (row) => packageNumber(row.packageId)),
    column('amount_expected', 'money', (row) => row.expected),
    column('amount_received', 'money', (row) => row.received),
    column('fk_package_status', 'integer', (row) => PACKAGE_STATUSES.indexOf(packageStatus(row))),
    code('package_status', PACKAGE_STATUSES, packageStatus),
    column('delivered_update_date', 'moment', (row) => row.updated),
    column('delivery_date', 'moment', (row) => row.delivered),
    column('troubleshoot_resolution_date', 'moment', (row) => row.resolved),
    column('fk_collection_partner', 'integer', (row) => row.partner),
    derived('last_mile', 'text', "'Hub ' || fk_collection_partner"),
    fixed('payment_method_confirmed', 'CashOnDelivery'),
    column('order_nr', 'text', (row) => row.orderId.toString()),
  ],
};
