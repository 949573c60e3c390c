import { beforeAll, describe, expect, it } from 'vitest';
import { items } from '../../catalog/index.ts';
import type { CheckSpec } from '../../src/catalog/check-spec.ts';
import type { DemoBooks } from '../../src/demo/demo-books.ts';
import { validate } from '../../src/validation/validate.ts';
import { sharedBooks } from '../support/shared-books.ts';
import { landItem, troubled } from './run-item.ts';
import { catalogWith, filesOf } from './the-catalog.ts';

/** Mistakes people make in a query, the historic ones among them, and what has to notice. */
const MISTAKES = [
  {
    id: 'IPE_07',
    mistake: 'loses the cutoff day',
    from: 'WHERE e."Posting Date" < :period_next',
    to: 'WHERE e."Posting Date" < :cutoff',
    noticed: ['independent_count', 'in_out_all', 'invoices_of_cutoff_found', 'tie_out_ledger'],
  },
  {
    id: 'IPE_07',
    mistake: 'drops entries whose business line is not in the list',
    from: 'LEFT JOIN {fin_rec.Dim_Busline}',
    to: 'JOIN {fin_rec.Dim_Busline}',
    noticed: ['independent_count', 'in_out_all', 'tie_out_ledger'],
  },
  {
    id: 'IPE_07',
    mistake: 'forgets the list of posting groups',
    from: 'e."Customer Posting Group" IN (:posting_groups)',
    to: '(e."Customer Posting Group" IN (:posting_groups) OR e."Entry No_" > 0)',
    noticed: ['independent_count', 'none_of_unlisted_group', 'account_of_the_report'],
  },
  {
    id: 'IPE_07',
    mistake: 'takes overdue for not yet due',
    from: "THEN 'Credit'",
    to: "THEN 'Debit'",
    noticed: ['due_month_recalculated'],
  },
  {
    id: 'IPE_09',
    mistake: 'compares the moment with the start of the cutoff day',
    from: '< :period_next',
    to: '< :cutoff',
    noticed: ['independent_count', 'in_out_all', 'orders_of_cutoff_found', 'partition_tie'],
  },
  {
    id: 'CR_03',
    mistake: 'takes the movement of the month for that of the year',
    from: '>= :year_start',
    to: '>= :period_start',
    noticed: ['independent_count', 'in_out_all', 'tie_out_movement'],
  },
  {
    id: 'CR_03',
    mistake: 'doubles entries over the companies',
    from: 'ON c."Company_Code" = g."id_company"\n',
    to: 'ON c."Company_Code" >= g."id_company"\n',
    noticed: ['independent_count', 'control_total_amount', 'unique_key'],
  },
  {
    id: 'CR_04',
    mistake: 'takes earlier closing dates too',
    from: 'v."CLOSING_DATE" = :cutoff',
    to: 'v."CLOSING_DATE" <= :cutoff',
    noticed: ['independent_count', 'none_of_other_closing_date', 'closing_window'],
  },
  {
    id: 'CR_05',
    mistake: 'makes up a rate of 1 where there is none',
    from: 'ELSE r."rate"',
    to: 'ELSE COALESCE(r."rate", 1)',
    noticed: ['control_total_fx_rate', 'no_rate_made_up'],
  },
] as const;

let books: DemoBooks;
beforeAll(async () => {
  books = await sharedBooks({ rows: 2_000 });
});

describe('a mistaken query', () => {
  it.each(MISTAKES)(
    '$id: $mistake',
    async ({ id, from, to, noticed }) => {
      const item = items.find(({ definition }) => definition.id === id);
      const text = filesOf(item?.folder ?? '').get('extract.sql') ?? '';
      const mistaken = text.replace(from, to);
      expect(mistaken).not.toBe(text);
      const catalog = catalogWith(id, new Map([['extract.sql', mistaken]]));
      const period = books.defaultPeriod;
      const isAsked = (check: CheckSpec) => noticed.some((one) => one === check.id);
      const { request, close } = await landItem(books, id, period, ['NG'], catalog, isAsked);
      const findings = await validate(request).finally(close);
      expect([...troubled(findings)].sort()).toEqual([...noticed].sort());
    },
    60_000,
  );
});
