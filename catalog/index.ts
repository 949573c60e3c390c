import { cFa12 } from './c-fa-12/control.ts';
import { cr05a } from './c-fa-12/cr-05a-fx-spot-rates/cr-05a.ts';
import { cPg1 } from './c-pg-1/control.ts';
import { cr01 } from './c-pg-1/cr-01-seller-center-nav/cr-01.ts';
import { cr03 } from './c-pg-1/cr-03-gl-entries/cr-03.ts';
import { cr04 } from './c-pg-1/cr-04-gl-balances/cr-04.ts';
import { cr05 } from './c-pg-1/cr-05-fx-rates/cr-05.ts';
import { doc001 } from './c-pg-1/doc-001-catalog/doc-001.ts';
import { ipe07 } from './c-pg-1/ipe-07-customer-balances/ipe-07.ts';
import { ipe08Timing } from './c-pg-1/ipe-08-timing-vouchers-in-flight/ipe-08-timing.ts';
import { ipe08Usage } from './c-pg-1/ipe-08-usage-voucher-usage/ipe-08-usage.ts';
import { ipe08 } from './c-pg-1/ipe-08-voucher-liability/ipe-08.ts';
import { ipe09 } from './c-pg-1/ipe-09-sales-orders/ipe-09.ts';
import { ipe10 } from './c-pg-1/ipe-10-customer-prepayments/ipe-10.ts';
import { ipe11 } from './c-pg-1/ipe-11-marketplace-accrued-revenue/ipe-11.ts';
import { ipe12 } from './c-pg-1/ipe-12-packages-not-reconciled/ipe-12.ts';
import { ipe31 } from './c-pg-1/ipe-31-collection-accounts/ipe-31.ts';
import { ipe34 } from './c-pg-1/ipe-34-marketplace-refunds/ipe-34.ts';
import { ipeRecErrors } from './c-pg-1/ipe-rec-errors-integration-errors/ipe-rec-errors.ts';
import { jdashUsage } from './c-pg-1/jdash-voucher-usage/jdash.ts';
import { sources } from './sources/index.ts';

export { sources };

/** Every control. */
export const controls = [cPg1, cFa12];

/** Every item with the folder, beside this file, that holds its SQL. */
export const items = [
  { definition: ipe07, folder: 'c-pg-1/ipe-07-customer-balances' },
  { definition: ipe08, folder: 'c-pg-1/ipe-08-voucher-liability' },
  { definition: ipe08Timing, folder: 'c-pg-1/ipe-08-timing-vouchers-in-flight' },
  { definition: ipe08Usage, folder: 'c-pg-1/ipe-08-usage-voucher-usage' },
  { definition: ipe09, folder: 'c-pg-1/ipe-09-sales-orders' },
  { definition: ipe10, folder: 'c-pg-1/ipe-10-customer-prepayments' },
  { definition: ipe11, folder: 'c-pg-1/ipe-11-marketplace-accrued-revenue' },
  { definition: ipe12, folder: 'c-pg-1/ipe-12-packages-not-reconciled' },
  { definition: ipe31, folder: 'c-pg-1/ipe-31-collection-accounts' },
  { definition: ipe34, folder: 'c-pg-1/ipe-34-marketplace-refunds' },
  { definition: ipeRecErrors, folder: 'c-pg-1/ipe-rec-errors-integration-errors' },
  { definition: cr01, folder: 'c-pg-1/cr-01-seller-center-nav' },
  { definition: cr03, folder: 'c-pg-1/cr-03-gl-entries' },
  { definition: cr04, folder: 'c-pg-1/cr-04-gl-balances' },
  { definition: cr05, folder: 'c-pg-1/cr-05-fx-rates' },
  { definition: cr05a, folder: 'c-fa-12/cr-05a-fx-spot-rates' },
  { definition: doc001, folder: 'c-pg-1/doc-001-catalog' },
  { definition: jdashUsage, folder: 'c-pg-1/jdash-voucher-usage' },
];
