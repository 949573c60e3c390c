import type { Row } from './datasets.ts';
import { SqlError } from './sql-error.ts';
import { parseSqlType } from './sql-type.ts';
import type { ResultColumn } from './type-info.ts';

/** What facts may depend on. */
export interface FactState {
  readonly spid: number;
  readonly isolation: number;
  readonly inTransaction: boolean;
  /** A datetimeoffset literal. */
  readonly now: string;
  /** The one asked in; in lower case where a statement was taken there. */
  readonly database: string;
  /** The statement that asks. */
  readonly text: string;
  readonly user: string;
  /** A SET option of the session: `arithabort` … */
  setting(name: string): string | undefined;
}

type FactValue = string | null | readonly (string | null)[];

/** A named fact of the server: one value, one per row, or the error its SELECT ends in. */
export type Fact =
  | FactValue
  | { readonly error: number; readonly message?: string }
  | ((state: FactState) => FactValue);

export type Facts = Readonly<Record<string, Fact>>;

const isFailure = (fact: Fact): fact is { readonly error: number; readonly message?: string } =>
  fact !== null && typeof fact === 'object' && 'error' in fact;

/** A result set of named facts. @throws SqlError for a fact that is scripted to fail */
export function factSet(
  names: readonly string[],
  facts: Facts,
  state: FactState,
): { readonly columns: readonly ResultColumn[]; readonly rows: readonly Row[] } {
  const values = names.map((name) => {
    const fact = facts[name] ?? null;
    if (isFailure(fact)) {
      throw new SqlError(fact.error, fact.message ?? `The fact ${name} is not available.`);
    }
    return typeof fact === 'function' ? fact(state) : fact;
  });
  const lists = values.filter((value) => value !== null && typeof value === 'object');
  const count = lists.length === 0 ? 1 : Math.max(...lists.map((list) => list.length));
  const rows = Array.from({ length: count }, (_, index) =>
    values.map((value) =>
      value !== null && typeof value === 'object' ? (value[index] ?? null) : value,
    ),
  );
  const type = parseSqlType('nvarchar(4000)');
  return { columns: names.map((name) => ({ name, type, nullable: true })), rows };
}
