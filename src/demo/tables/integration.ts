import { COMPANIES } from '../group/companies.ts';
import {
  INTEGRATED,
  INTEGRATION_TABLES,
  type IntegrationFact,
  type IntegrationTable,
} from '../model/integration-facts.ts';
import { code, column, type DemoTable, fixed } from './table.ts';

const COMPANY_CODES = COMPANIES.map((company) => company.code);

function integrationTable({ name, amount }: IntegrationTable): DemoTable<IntegrationFact> {
  return {
    database: 'FIN_REC',
    schema: 'dbo',
    name,
    columns: [
      code('ID_Company', COMPANY_CODES, (fact) => fact.company),
      column('Transaction_ID', 'text', (fact) => fact.number),
      column(amount, 'money', (fact) => fact.amount),
      column('Created_Date', 'moment', (fact) => fact.created),
      code('Nav_Integration_Status', INTEGRATED, (fact) => fact.status),
      fixed('Nav_Error_Message', null),
    ],
  };
}

/** The tables only the report of integration errors reads; each takes the facts with its name. */
export const INTEGRATION_FACT_TABLES: readonly DemoTable<IntegrationFact>[] =
  INTEGRATION_TABLES.map(integrationTable);
