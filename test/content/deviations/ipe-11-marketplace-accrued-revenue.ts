import { type ItemDeviations, inPlace, SELECTED_ONLY } from './deviation.ts';

export const ipe11: ItemDeviations = {
  item: 'IPE_11',
  amount: '"SC_Transaction_Amount"',
  deviations: [
    {
      change: 'a statement that does not exist',
      reported: 'missing_statements',
      amount: '"SC_Transaction_Amount"',
    },
    {
      change: 'unbilled transactions of earlier periods',
      reported: 'open_earlier',
      amount: '"SC_Transaction_Amount"',
    },
    {
      change: 'a type without an account group',
      reported: 'ungrouped_types',
      amount: '"amount"',
    },
    { change: 'look-ups that match twice', reported: 'fan_out' },
    {
      change: SELECTED_ONLY,
      historic: inPlace(['t."ID_Company" IN (:companies)', 't."ID_Company" IS NOT NULL']),
    },
    {
      change: 'the first moment of 2020 belongs to the history',
      historic: inPlace([
        't."Created_Date" >= :since_created',
        't."Created_Date" > :since_created',
      ]),
    },
    {
      change: 'texts compared with their case',
      historic: inPlace(
        [
          'a."SC_ASG_Name" = t."Transaction_Type"',
          'lower(a."SC_ASG_Name") = lower(t."Transaction_Type")',
        ],
        [`a."ASG_Level_1" = 'Revenues'`, `lower(a."ASG_Level_1") = 'revenues'`],
      ),
    },
  ],
};
