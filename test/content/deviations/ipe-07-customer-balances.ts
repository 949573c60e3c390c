import { type ItemDeviations, inPlace, SELECTED_ONLY } from './deviation.ts';

const MASTERS = [
  ['c."Company_Code" = e."id_company"', 'lower(c."Company_Code") = lower(e."id_company")'],
  ['o.customer_no = e."Customer No_"', 'lower(o.customer_no) = lower(e."Customer No_")'],
  ['b."Busline_Code" = e."Busline Code"', 'lower(b."Busline_Code") = lower(e."Busline Code")'],
  ['k."No_" = e."Customer No_"', 'lower(k."No_") = lower(e."Customer No_")'],
  ['g."Code" = e."Customer Posting Group"', 'lower(g."Code") = lower(e."Customer Posting Group")'],
  [
    'e."Customer Posting Group" IN (:posting_groups)',
    'upper(e."Customer Posting Group") IN (:posting_groups)',
  ],
] as const;

export const ipe07: ItemDeviations = {
  item: 'IPE_07',
  amount: '"rem_amt_LCY"',
  deviations: [
    {
      change: 'due month measured against the period, not against today',
      historic: inPlace(
        ['e."Due Date" < :period_start', `e."Due Date" < CAST('2025-10-01' AS DATE)`],
        ['e."Due Date" >= :period_next', `e."Due Date" >= CAST('2025-11-01' AS DATE)`],
      ),
    },
    { change: 'local and group account added at the end', none: 'added columns decide no row' },
    {
      change: 'blank due date (1753-01-01 in NAV) delivered as missing',
      historic: inPlace(
        ['CASE WHEN e."Due Date" > :blank_date THEN e."Due Date" END', 'e."Due Date"'],
        ['e."Due Date" > :blank_date AND ', ''],
      ),
    },
    {
      change: SELECTED_ONLY,
      historic: inPlace(['"id_company" IN (:companies)', '"id_company" IS NOT NULL']),
    },
    {
      change: 'one statement instead of two shared temporary tables',
      none: 'how a run is done, not what it reads',
    },
    { change: 'codes compared with their case', historic: inPlace(...MASTERS) },
    {
      change: 'amounts delivered with four decimals',
      historic: (extract) =>
        extract.replaceAll(/CAST\(ROUND\(([^,]+), 4\) AS DECIMAL\(19,4\)\)/g, '$1'),
    },
    {
      change: 'posting groups of the three accounts outside the list',
      reported: 'unlisted_groups',
    },
    {
      change: 'accounts whose total the net-to-zero rule changes',
      reported: 'netting',
      amount: '"amount"',
    },
  ],
};
