import type { ResultColumn } from '../kernel/query.ts';
import type { CheckSpec } from './check-spec.ts';
import type { JudgedDefinition } from './definition.ts';

/** `Cust_ Ledger Entry No_` → `cust_ledger_entry_no`; a name with nothing of that is `column`. */
function slugOf(name: string): string {
  const slug = name
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '_')
    .replaceAll(/^_+|_+$/g, '');
  return (slug === '' ? 'column' : slug).slice(0, 40);
}

/** Names of columns as parts of check ids: equal ones are numbered in the order given. */
function slugs(columns: readonly string[]): readonly (readonly [column: string, slug: string])[] {
  const seen = new Map<string, number>();
  return columns.map((column) => {
    const slug = slugOf(column);
    const count = (seen.get(slug) ?? 0) + 1;
    seen.set(slug, count);
    return [column, count === 1 ? slug : `${slug}_${count}`];
  });
}

/** The checks every item with a query has (domain/sox.md E-1, E-5, E-10, E-11, F-4, F-5). */
export function standardChecks(
  { columns, controlTotals, partitions, scope, companyColumn, parameters }: JudgedDefinition,
  resultColumns: readonly ResultColumn[],
): readonly CheckSpec[] {
  const filled = resultColumns.filter(({ name, nullable }) => !nullable || columns[name]?.critical);
  const hashTotals = new Set(
    controlTotals.filter(({ currency }) => currency === null).map(({ column }) => column),
  );
  return [
    {
      id: 'delivery_count',
      kind: 'delivery_count',
      attribute: 'E-1',
      title: 'Every row the source produced has arrived and stands in the extract',
    },
    {
      id: 'independent_count',
      kind: 'independent_count',
      attribute: 'E-1',
      title: 'The number of rows equals an independently formulated count',
    },
    ...slugs(controlTotals.map(({ column }) => column)).map(
      ([column, slug]): CheckSpec => ({
        id: `control_total_${slug}`,
        kind: 'control_total',
        attribute: 'E-1',
        column,
        title: hashTotals.has(column)
          ? `The hash total of ${column} equals an independently formulated one`
          : `The total of ${column} equals an independently formulated total`,
      }),
    ),
    ...(partitions.length === 0
      ? []
      : [
          {
            id: 'partition_tie',
            kind: 'partition_tie',
            attribute: 'E-5',
            title: `Rows and totals agree with the independent figures for every ${partitions.join(' and ')}`,
          } as const,
        ]),
    {
      id: 'truncation_guard',
      kind: 'truncation_guard',
      attribute: 'E-10',
      severity: 'warn',
      title: 'The number of rows is none of the limits at which tools cut results',
    },
    {
      id: 'zero_rows',
      kind: 'zero_rows',
      attribute: 'E-11',
      title: 'The extract has rows, unless the definition allows none',
    },
    {
      id: 'unique_key',
      kind: 'unique_key',
      attribute: 'F-4',
      title: 'No two rows have the same key, and no key is missing',
    },
    {
      id: 'fits_type',
      kind: 'fits_type',
      attribute: 'F-5',
      title: 'Every value has the form of its declared type',
    },
    ...(scope === 'group' || companyColumn === null || !parameters.derived.includes('companies')
      ? []
      : [
          {
            id: 'company_selected',
            kind: 'domain',
            attribute: 'F-5',
            column: companyColumn,
            values: { parameter: 'companies' },
            title: 'Every row belongs to a selected company',
          } as const,
        ]),
    ...slugs(filled.map(({ name }) => name)).map(
      ([column, slug]): CheckSpec => ({
        id: `not_null_${slug}`,
        kind: 'not_null',
        attribute: 'F-5',
        column,
        title: `${column} is filled in every row`,
      }),
    ),
  ];
}
