import type { SourceColumnDefinition, SourceDefinition, TableDefinition } from '../definition.ts';
import type { SqlTemplate } from './template.ts';

/** A table a template may name, under the reference it is named by. */
export interface SourceTable {
  /** `nav_dw.G_L Entries` */
  readonly reference: string;
  readonly source: SourceDefinition;
  readonly definition: TableDefinition;
}

export type TableLookup = ReadonlyMap<string, SourceTable>;

/** The allow-list `{source.TABLE}` is resolved against. */
export function tablesOf(sources: readonly SourceDefinition[]): TableLookup {
  return new Map(
    sources.flatMap((source) =>
      Object.entries(source.tables).map(([name, definition]) => {
        const reference = `${source.name}.${name}`;
        return [reference, { reference, source, definition }];
      }),
    ),
  );
}

export type UsedColumn = readonly [name: string, definition: SourceColumnDefinition];

/**
 * Declared columns of a table whose name is a token of the text, in declared order; the first declared one
 * where the text names none, because a table expression needs a column (portable-sql 5).
 */
export function usedColumns(template: SqlTemplate, table: SourceTable): readonly UsedColumn[] {
  const declared = Object.entries(table.definition.columns);
  const used = declared.filter(([name]) => template.names.has(name));
  return used.length > 0 ? used : declared.slice(0, 1);
}
