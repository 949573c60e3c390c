import { dataTypeText } from '../kernel/data-type.ts';
import type { CompiledCatalog, CompiledItem } from './compiled-catalog.ts';

/** A row of a generated table: every value as text, in the order of the table's columns. */
export type TextRow = readonly (string | null)[];

function itemRow({
  definition,
  columns,
  checks,
  queries,
  fingerprint,
  folder,
}: CompiledItem): TextRow {
  const { owners, glAccounts, navSign } = definition;
  return [
    definition.id,
    definition.kind,
    definition.type,
    definition.usage,
    definition.version,
    definition.title,
    definition.purpose,
    definition.controls.join(', '),
    definition.assertions.join(', '),
    owners.owner,
    owners.backup,
    definition.frequency,
    definition.source,
    definition.scope,
    glAccounts.length === 0 ? null : glAccounts.join(', '),
    navSign === null ? null : navSign.toString(),
    definition.grain,
    definition.key.join(', '),
    columns.length.toString(),
    definition.controlTotals.length.toString(),
    queries.length.toString(),
    checks.length.toString(),
    definition.zeroRows,
    fingerprint.sha256,
    folder,
  ];
}

/**
 * The compiled catalog as the tables of its own source (`catalog/sources/catalog.ts`), for the catalog document
 * (domain/catalog.md 3.17): what the program really runs, not what a file says.
 */
export function catalogTables({
  items,
}: CompiledCatalog): Readonly<Record<string, readonly TextRow[]>> {
  return {
    items: items.map(itemRow),
    item_columns: items.flatMap(({ definition, columns }) =>
      columns.map(({ name, type }, index) => [
        definition.id,
        (index + 1).toString(),
        name,
        dataTypeText(type),
        definition.columns[name]?.meaning ?? null,
      ]),
    ),
    item_queries: items.flatMap(({ definition, queries }) =>
      queries.map(({ name, sqlFile, sha256 }) => [definition.id, name, sqlFile, sha256]),
    ),
    item_checks: items.flatMap(({ definition, checks }) =>
      checks.map(({ id, kind, attribute, title }) => [definition.id, id, kind, attribute, title]),
    ),
  };
}
