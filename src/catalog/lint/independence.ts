import type { KnownSelect } from './analyse.ts';
import { isConstant } from './constant.ts';
import { textOf } from './sql-text.ts';
import { conjuncts, type Expression } from './sql-tree.ts';

/** From this share of common parts on, two formulations are one. */
const TOO_ALIKE = 0.8;

interface Parts {
  /** What the SELECT that reads the driver starts at, joins and asks. */
  readonly core: string;
  readonly parts: ReadonlySet<string>;
}

/** Parts of a condition that ask something. */
function asked(condition: Expression | undefined): readonly Expression[] {
  return conjuncts(condition).filter((each) => !isConstant(each));
}

/** Tables, joins and conditions of one SELECT, names of ours taken out. */
function partsOf({ select, relations }: KnownSelect): Parts {
  const tableOf = new Map(relations.map(({ alias, relation }) => [alias, relation]));
  const qualify = (qualifier: { readonly value: string } | undefined): string => {
    const relation = tableOf.get(qualifier?.value.toLowerCase() ?? '');
    return relation?.kind === 'table' ? `${relation.at.value}.` : '#.';
  };
  const named = ({ relation }: KnownSelect['relations'][number]) =>
    relation.kind === 'table' ? relation.at.value : '#';
  const [driver, ...joined] = relations;
  const parts = [
    `from ${driver === undefined ? 'nothing' : named(driver)}`,
    ...joined.map((relation, index) => {
      const join = select.joins[index];
      const on = asked(join?.on).map((each) => textOf(each, qualify));
      return `${join?.kind} join ${named(relation)} on ${on.sort().join(' and ')}`;
    }),
    ...asked(select.where).map((each) => `where ${textOf(each, qualify)}`),
    ...select.groupBy.map((each) => `group ${textOf(each, qualify)}`),
    ...asked(select.having).map((each) => `having ${textOf(each, qualify)}`),
  ];
  const core = parts.filter((part) => !part.startsWith('group ') && !part.startsWith('having '));
  return { core: core.sort().join('\n'), parts: new Set(parts) };
}

/**
 * E-1, RJ-15: why the completeness query is the extract again; undefined when it is not. Compared are tables, joins
 * and conditions without the names we gave, so renaming and a count around it change nothing.
 */
export function sameFormulation(
  extract: readonly KnownSelect[],
  completeness: readonly KnownSelect[],
): string | undefined {
  const own = extract.filter(({ role }) => role !== 'test').map(partsOf);
  const other = completeness.filter(({ role }) => role !== 'test').map(partsOf);
  // an extract that delivers from our own names only is compared by what stands behind them, below
  const delivering = extract
    .filter(({ role, relations }) => role === 'output' && relations[0]?.relation.kind === 'table')
    .map(partsOf);
  if (delivering.some(({ core }) => other.some((each) => each.core === core))) {
    return 'one of its SELECTs reads the same tables by the same joins and conditions as the extract';
  }
  const [ours, theirs] = [own, other].map((all) => new Set(all.flatMap(({ parts }) => [...parts])));
  const shared = [...(ours ?? [])].filter((part) => theirs?.has(part)).length;
  const all = new Set([...(ours ?? []), ...(theirs ?? [])]).size;
  return all > 0 && shared / all >= TOO_ALIKE
    ? `${shared} of ${all} tables, joins and conditions are those of the extract`
    : undefined;
}
