import type { CompiledQuery } from './compiled-catalog.ts';
import type { SourceColumnDefinition } from './definition.ts';
import { type SourceTable, type TableLookup, usedColumns } from './portable-sql/source-tables.ts';
import type { SqlTemplate } from './portable-sql/template.ts';

/** Columns of a source table that its data contract is about (portable-sql C2, 4.1, 4.8). */
export interface ContractTable {
  readonly table: SourceTable;
  /** Codes the extract reads: engines and historic runs must compare them alike. */
  readonly codes: readonly string[];
  /** Amounts of decimal(38,20) any query of the item reads: rounding must lose nothing, sums must stay exact. */
  readonly amounts: readonly string[];
}

function isCode({ code, type }: SourceColumnDefinition): boolean {
  return code === true && type.includes('varchar');
}

function isAmount({ type }: SourceColumnDefinition): boolean {
  return type === 'decimal(38,20)';
}

function templatesOf({ template, overrides }: CompiledQuery): readonly SqlTemplate[] {
  return [template, ...Object.values(overrides).map((text) => text.template)];
}

/** Columns of a table that some of the templates read, as the renderer sees it. */
function readColumns(table: SourceTable, templates: readonly SqlTemplate[]): ReadonlySet<string> {
  const reading = templates.filter(({ tables }) => tables.includes(table.reference));
  return new Set(reading.flatMap((template) => usedColumns(template, table).map(([name]) => name)));
}

/** The tables an item's queries read that hold codes or amounts, in order of first use. */
export function contractTables(
  queries: readonly CompiledQuery[],
  tables: TableLookup,
): readonly ContractTable[] {
  const all = queries.flatMap(templatesOf);
  const ofExtract = queries.filter(({ name }) => name === 'extract').flatMap(templatesOf);
  const references = new Set(all.flatMap((template) => template.tables));
  return [...references]
    .flatMap((reference) => tables.get(reference) ?? [])
    .map((table) => {
      const columns = Object.entries(table.definition.columns);
      const [inExtract, inAny] = [readColumns(table, ofExtract), readColumns(table, all)];
      return {
        table,
        codes: columns
          .filter(([name, column]) => isCode(column) && inExtract.has(name))
          .map(([name]) => name),
        amounts: columns
          .filter(([name, column]) => isAmount(column) && inAny.has(name))
          .map(([name]) => name),
      };
    })
    .filter(({ codes, amounts }) => codes.length + amounts.length > 0);
}
