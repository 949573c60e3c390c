import { defineSource } from '../../src/catalog/definition.ts';
import { lake } from './lake.ts';
import { code, filled } from './source-columns.ts';

/** Business Central of the Algerian company; its rates are in DZD. */
export const d365Dz = defineSource({
  name: 'd365_dz',
  system: 'Dynamics 365 Business Central, Algeria',
  database: 'D365BC14_DZ',
  athenaDatabase: lake.processed,
  tables: {
    'Currency Exchange Rate': {
      schema: 'dbo',
      table: 'Savanna DZ$Currency Exchange Rate',
      key: ['Currency Code', 'Starting Date'],
      columns: {
        'Currency Code': code('varchar(10)'),
        'Starting Date': filled('date'),
        'Exchange Rate Amount': { ...filled('decimal(38,20)'), rate: true },
        'Relational Exch_ Rate Amount': { ...filled('decimal(38,20)'), rate: true },
      },
    },
  },
});
