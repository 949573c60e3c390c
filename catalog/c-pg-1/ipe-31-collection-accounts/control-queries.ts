import type { ControlQueryDefinition } from '../../../src/catalog/definition.ts';

/** What IPE_31 asks the source beside its extract. */
export const collectionQueries: Readonly<Record<string, ControlQueryDefinition>> = {
  exclusions: {
    sqlFile: 'exclusions.sql',
    purpose: 'Counts every row of the four driver tables by the reason that keeps it out.',
    columns: {
      population: { type: 'text', nullable: false },
      reason: { type: 'text', nullable: false },
      row_count: { type: 'integer', nullable: false },
    },
  },
  values: {
    sqlFile: 'values.sql',
    purpose: 'Counts rows per value of the columns the control depends on, by another route.',
    columns: {
      column_name: { type: 'text', nullable: false },
      value: { type: 'text' },
      row_count: { type: 'integer', nullable: false },
    },
  },
  accounts: {
    sqlFile: 'accounts.sql',
    purpose: 'Adds up the open items per company, partner type and group account.',
    columns: {
      ID_Company: { type: 'text', nullable: false },
      Type: { type: 'text' },
      Group_COA_Account_no: { type: 'text', nullable: false },
      row_count: { type: 'integer', nullable: false },
      amount: { type: 'decimal(38,4)', nullable: false },
    },
  },
  witnesses: {
    sqlFile: 'witnesses.sql',
    purpose: 'Finds items of each population that show themselves open.',
    columns: {
      Population: { type: 'integer', nullable: false },
      ID_Company: { type: 'text', nullable: false },
      source_row_id: { type: 'text', nullable: false },
      Event_date: { type: 'timestamp(3)' },
      CP: { type: 'text' },
      Transaction_Type: { type: 'text' },
      Related_Entity: { type: 'text' },
      Amount: { type: 'decimal(19,4)' },
    },
  },
  fan_out: {
    sqlFile: 'fan-out.sql',
    purpose: 'Lists look-up keys of the selected companies that match more than once.',
    columns: {
      look_up: { type: 'text', nullable: false },
      company: { type: 'text', nullable: false },
      look_up_key: { type: 'text', nullable: false },
      matches: { type: 'integer', nullable: false },
    },
  },
  changed_lists: {
    sqlFile: 'changed-lists.sql',
    purpose: 'Lists packlists whose payment rows differ in partner, amount received or date.',
    columns: {
      ID_Company: { type: 'text', nullable: false },
      OMS_Packlist_No: { type: 'text', nullable: false },
      forms: { type: 'integer', nullable: false },
      lowest_received: { type: 'decimal(19,4)' },
      highest_received: { type: 'decimal(19,4)' },
    },
  },
  out_of_scope: {
    sqlFile: 'out-of-scope.sql',
    purpose: 'Lists selected companies whose items the report leaves out.',
    columns: {
      id_company: { type: 'text', nullable: false },
      Company_Country: { type: 'text' },
    },
  },
};
