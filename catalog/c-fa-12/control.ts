import { defineControl } from '../../src/catalog/definition.ts';

/** domain/catalog.md 3.16: a second control, with one report. */
export const cFa12 = defineControl({
  id: 'C-FA-12',
  title: 'Exchange rates of the Algerian ledger are complete and up to date',
  objective:
    'Every month the exchange rates the Algerian company keeps its foreign currency amounts with are listed and compared ' +
    'with published rates.',
  frequency: 'monthly',
  roles: {
    owner: 'Group head of shared accounting',
    preparer: 'Group treasury analyst',
    reviewer: 'Accounting excellence reviewer (second person)',
  },
  glAccounts: [],
  tieOutTolerance: '0',
});
