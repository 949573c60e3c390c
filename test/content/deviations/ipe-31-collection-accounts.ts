import { type ItemDeviations, inPlace, SELECTED_ONLY } from './deviation.ts';

export const ipe31: ItemDeviations = {
  item: 'IPE_31',
  amount: '"Amount"',
  deviations: [
    { change: 'a look-up that matches twice is an exception', reported: 'fan_out' },
    {
      change: 'of several bank accounts the lowest is shown',
      historic: inPlace(
        ['MIN(g."G_L Bank Account No_")', 'g."G_L Bank Account No_"'],
        [
          'GROUP BY b."ID_Company", b."Service Provider No_"',
          'GROUP BY b."ID_Company", b."Service Provider No_", g."G_L Bank Account No_"',
        ],
      ),
    },
    {
      change: 'company and list number compared as two values',
      historic: inPlace(
        [
          'r.company = k."ID_Company" AND r.list_no = k."OMS_Packlist_No"',
          'CONCAT(r.company, r.list_no) = CONCAT(k."ID_Company", k."OMS_Packlist_No")',
        ],
        [
          'w.company = t.company AND w.list_no = t.list_no',
          'CONCAT(w.company, w.list_no) = CONCAT(t.company, t.list_no)',
        ],
      ),
    },
    {
      change: 'a list whose rows differ counts once, the row created last',
      historic: inPlace([
        'PARTITION BY y."ID_Company", y."OMS_Packlist_No"',
        'PARTITION BY y."ID_Company", y."OMS_Packlist_No", y."OMS_Collection_Partner_Name",' +
          ' y."OMS_Amount_Received", y."OMS_Packlist_Created_Date"',
      ]),
    },
    {
      change: 'a payment closed with a missing force-closed flag is out',
      historic: inPlace([
        '  OR j."OMS_Close_Date" < :period_next',
        '  OR (j."OMS_Close_Date" < :period_next AND j."OMS_Force_Closed" IS NOT NULL)',
      ]),
    },
    {
      change: 'an adjustment without a kind counts as one of a payment',
      historic: inPlace([`COALESCE(j."OMS_Entity_Type", '')`, 'j."OMS_Entity_Type"']),
    },
    {
      change: 'a company in scope without a country stays',
      historic: inPlace([
        'c."Company_Country" IS NULL OR c."Company_Country"',
        'c."Company_Country"',
      ]),
    },
    {
      change: '13002 for payment providers, 13001 for all others',
      listed: `SELECT o."Amount" AS amount FROM ours AS o WHERE o."Type" = 'PSP'`,
    },
    { change: 'closing date is the cutoff day', none: 'one column decides no row' },
    {
      change: 'population and source row number added, and are the key',
      none: 'columns decide no row',
    },
    { change: SELECTED_ONLY, historic: inPlace(['IN (:companies)', 'IS NOT NULL']) },
    {
      change: 'texts compared with their case',
      historic: inPlace(
        ['k."OMS_Packlist_Status" =', 'k."OMS_Packlist_Status" COLLATE NOCASE ='],
        ['y."OMS_Packlist_Status" IN', 'y."OMS_Packlist_Status" COLLATE NOCASE IN'],
        ['y."OMS_Payment_Status" IN', 'y."OMS_Payment_Status" COLLATE NOCASE IN'],
        ['d."OMS_Payment_Status" IN', 'd."OMS_Payment_Status" COLLATE NOCASE IN'],
        ['t."Transaction_Type" NOT IN', 't."Transaction_Type" COLLATE NOCASE NOT IN'],
        ['h."NODE" =', 'h."NODE" COLLATE NOCASE ='],
        ['p."Name" =', 'p."Name" COLLATE NOCASE ='],
        ['k.provider =', 'k.provider COLLATE NOCASE ='],
      ),
    },
  ],
};
