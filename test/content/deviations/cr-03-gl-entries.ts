import { type ItemDeviations, inPlace, SELECTED_ONLY } from './deviation.ts';

export const cr03: ItemDeviations = {
  item: 'CR_03',
  amount: '"Remaining_amount"',
  deviations: [
    {
      change: 'accounts are explicit group accounts',
      historic: inPlace([
        'a."Group_COA_Account_no" IN (:gl_accounts)',
        `a."G/L_Account_No" IN ('13001', '13002', '13003', '18412', '18650', '18397')`,
      ]),
    },
    {
      change: 'blank document date (1753-01-01 in NAV) delivered as missing',
      historic: inPlace([
        'CASE WHEN g."Document Date" > :blank_date THEN g."Document Date" END',
        'g."Document Date"',
      ]),
    },
    {
      change: 'two modes, movement and as of the cutoff',
      historic: inPlace([
        '(:as_of = 1 OR (:as_of = 0 AND d."Posting Date" >= :year_start))',
        'd."Posting Date" IS NOT NULL',
      ]),
    },
    { change: 'a look-up that matches twice is an exception', reported: 'fan_out' },
    {
      change: 'texts compared with their case',
      historic: inPlace(
        [
          'l.company = d."id_company" AND l.local_account = d."G_L Account No_"',
          'UPPER(l.company) = UPPER(d."id_company") AND UPPER(l.local_account) = UPPER(d."G_L Account No_")',
        ],
        [
          'a."Company_Code" = g."id_company" AND a."G/L_Account_No" = g."Chart of Accounts No_"',
          'UPPER(a."Company_Code") = UPPER(g."id_company")' +
            ' AND UPPER(a."G/L_Account_No") = UPPER(g."Chart of Accounts No_")',
        ],
      ),
    },
    { change: SELECTED_ONLY, historic: inPlace(['IN (:companies)', 'IS NOT NULL']) },
    { change: 'index hint dropped', none: 'a hint decides no row' },
  ],
};
