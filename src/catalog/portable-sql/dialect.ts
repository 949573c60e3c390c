import type { BoundParameter, EngineName } from '../../kernel/query.ts';
import type { SourceTable, UsedColumn } from './source-tables.ts';

/** How a table stands in the rendered text: by its own name, as a source CTE with this body, or not at all. */
type TableForm =
  | { readonly kind: 'direct'; readonly name: string }
  | { readonly kind: 'cte'; readonly body: string }
  | { readonly kind: 'unreadable'; readonly reasons: readonly string[] };

/** What one engine needs its text to look like (portable-sql 5). */
export interface SqlDialect {
  readonly engine: EngineName;
  /** Most elements a list parameter may have. */
  readonly listLimit: number;
  /** `positional`: one `?` per occurrence; `named`: each marker is bound once. */
  readonly binding: 'named' | 'positional';
  marker(name: string): string;
  quote(name: string): string;
  /** A CAST target's type name. */
  castTarget(type: string): string;
  table(table: SourceTable, columns: readonly UsedColumn[]): TableForm;
  /** The parameter as this engine wants it. */
  bound(parameter: BoundParameter): BoundParameter;
}

/** `"a""b"` */
export function doubleQuoted(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}
