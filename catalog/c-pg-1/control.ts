import { defineControl } from '../../src/catalog/definition.ts';

/** domain/catalog.md 1.2, 1.6, RU-8, RU-12. */
export const cPg1 = defineControl({
  id: 'C-PG-1',
  title: 'Ledger balances agree with the operational systems',
  objective:
    'Every month the balances of customer receivables, collection receivables, voucher liability, prepayments and ' +
    'marketplace refund liability are compared with their target values; each difference is explained or adjusted.',
  frequency: 'monthly',
  roles: {
    owner: 'Group head of shared accounting',
    preparer: 'Accounting excellence manager',
    reviewer: 'Accounting excellence reviewer (second person)',
  },
  glAccounts: [
    '13001',
    '13002',
    '13003',
    '13004',
    '13005',
    '13009',
    '13024',
    '18304',
    '18317',
    '18350',
    '18412',
  ],
  tieOutTolerance: '0.01',
});
