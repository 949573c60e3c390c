import type { KnownRelation, KnownSelect } from './analyse.ts';
import { isConstant } from './constant.ts';
import { equatedColumns, matchesOnce } from './keys.ts';
import { textOf } from './sql-text.ts';
import { conjuncts, withParts } from './sql-tree.ts';
import type { LintNote } from './token-reader.ts';

/** What a control query proves to be there once: rows of a table by these of its columns. */
export interface ProvenOnce {
  readonly table: string;
  readonly columns: ReadonlySet<string>;
}

/** Name of the source column behind a column of a relation. */
function sourceColumn({ renamed }: KnownRelation, name: string): string {
  return renamed.get(name.toLowerCase()) ?? name;
}

/** `COUNT(*) > 1` as texts are compared. */
const MORE_THAN_ONE = '(1 < COUNT(*))';

/** SELECTs of a fan_out control query: a table, grouped by the columns that must be unique, HAVING more than one. */
export function provenOnce(selects: readonly KnownSelect[]): readonly ProvenOnce[] {
  return selects.flatMap(({ select, relations, role }) => {
    const conditions = [select.where, ...select.joins.map(({ on }) => on)].flatMap(conjuncts);
    const { having } = select;
    // what another SELECT may leave out again proves nothing
    if (role !== 'output' || having === undefined || textOf(having) !== MORE_THAN_ONE) return [];
    if (conditions.some(isConstant)) return [];
    const columns = select.groupBy.flatMap(withParts).filter((each) => each.kind === 'column');
    return relations.flatMap((relation) => {
      const own = columns.filter(
        ({ qualifier }) => qualifier?.value.toLowerCase() === relation.alias,
      );
      return relation.table === undefined || own.length === 0
        ? []
        : [
            {
              table: relation.table.reference,
              columns: new Set(own.map(({ at }) => sourceColumn(relation, at.value))),
            },
          ];
    });
  });
}

function isSubset(part: ReadonlySet<string>, whole: ReadonlySet<string>): boolean {
  return [...part].every((each) => whole.has(each));
}

/** Source columns of a relation that the key of the extract holds: then its rows are meant to be rows of the extract. */
function keyedColumns(
  { select, role }: KnownSelect,
  relation: KnownRelation,
  key: readonly string[],
): readonly string[] {
  if (role !== 'output') return [];
  return select.items
    .filter(({ alias }) => alias !== undefined && key.includes(alias.value))
    .flatMap(({ value }) => withParts(value))
    .flatMap((each) =>
      each.kind === 'column' && each.qualifier?.value.toLowerCase() === relation.alias
        ? [sourceColumn(relation, each.at.value)]
        : [],
    );
}

/**
 * F-4: every joined relation matches at most once, by construction or by a fan_out query that proves it; or it is
 * proven to be there once by the columns it is joined on and those it gives to the key.
 */
export function joinNotes(
  known: KnownSelect,
  proofs: readonly ProvenOnce[],
  key: readonly string[],
): readonly LintNote[] {
  const { select, relations } = known;
  return select.joins.flatMap((join, index): readonly LintNote[] => {
    const relation = relations[index + 1];
    if (relation === undefined) return [];
    if (relation.table === undefined) {
      return matchesOnce(relation, join.on)
        ? []
        : [
            {
              rule: 'F-4',
              at: join.at,
              message: `nothing shows that ${relation.alias} has at most one row per match; group it by the columns it is joined on`,
            },
          ];
    }
    const { reference } = relation.table;
    const equated = new Set(
      [...equatedColumns(relation.alias, join.on)].map((name) => sourceColumn(relation, name)),
    );
    const determined = new Set([...equated, ...keyedColumns(known, relation, key)]);
    const proven = proofs.some(
      ({ table, columns }) => table === reference && isSubset(columns, determined),
    );
    return proven
      ? []
      : [
          {
            rule: 'F-4',
            at: join.at,
            message: `no fan_out query shows that {${reference}} has one row per ${[...equated].join(', ') || 'match'}`,
          },
        ];
  });
}
