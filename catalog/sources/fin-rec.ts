import { defineSource } from '../../src/catalog/definition.ts';
import { collectionTables } from './fin-rec-collection.ts';
import { dimensionTables } from './fin-rec-dimensions.ts';
import { integrationTables } from './fin-rec-integration.ts';
import { orderItemTables } from './fin-rec-order-items.ts';
import { sellerCenterTables } from './fin-rec-seller-center.ts';
import { voucherTables } from './fin-rec-vouchers.ts';
import { lake } from './lake.ts';

/** The finance reconciliation mart: what OMS, BOB and Seller Center know, with its state in NAV. */
export const finRec = defineSource({
  name: 'fin_rec',
  system: 'Finance reconciliation mart (FinRec)',
  database: 'FIN_REC',
  athenaDatabase: lake.processed,
  tables: {
    ...dimensionTables,
    ...orderItemTables,
    ...voucherTables,
    ...sellerCenterTables,
    ...collectionTables,
    ...integrationTables,
  },
});
