import type { KnownRelation, KnownSelect } from './analyse.ts';
import { equatedColumns, matchesOnce } from './keys.ts';
import { withParts } from './sql-tree.ts';
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

/** SELECTs of a fan_out control query: a table, grouped by the columns that must be unique, HAVING more than one. */
export function provenOnce(selects: readonly KnownSelect[]): readonly ProvenOnce[] {
  return selects.flatMap(({ select, relations }) => {
    if (select.having === undefined) return [];
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

/** F-4: every joined relation matches at most once, by construction or by a fan_out query that proves it. */
export function joinNotes(
  { select, relations }: KnownSelect,
  proofs: readonly ProvenOnce[],
): readonly LintNote[] {
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
    const proven = proofs.some(
      ({ table, columns }) => table === reference && isSubset(columns, equated),
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
