import { remembered } from '../remembered.ts';
import type { Expression } from './sql-tree.ts';
import { type Question, Questions, type Truth, type World } from './truth.ts';

/** More imagined rows than this are not tried; then nothing is said. */
const MOST_WORLDS = 3000;

/** What a condition may come to over all rows one can imagine. */
type Outcomes = ReadonlySet<Truth>;

/** What may be as well where too much would have to be tried. */
const ALL: Outcomes = new Set([true, false, null]);

/** Every way the questions can be answered together, one after the other. */
function* worldsOf(
  questions: readonly Question[],
  world = new Map<string, number>(),
): Generator<World> {
  const [first, ...rest] = questions;
  if (first === undefined) {
    yield world;
    return;
  }
  for (const answer of first.answers) {
    world.set(first.key, answer);
    yield* worldsOf(rest, world);
  }
}

/** Conditions are judged more than once: by themselves, and as parts of what holds them. */
const questionsOf = remembered((condition: Expression) => new Questions(condition));
const keysOf = remembered(
  (condition: Expression) =>
    new Set(
      questionsOf(condition)
        .all()
        .map(({ key }) => key),
    ),
);
/** Parts joined again, by the left and the right one: a chain is judged at each of its links. */
const joinedBy = {
  AND: remembered((left: Expression) =>
    remembered((right: Expression) => join('AND', left, right)),
  ),
  OR: remembered((left: Expression) => remembered((right: Expression) => join('OR', left, right))),
} as const;

function join(operator: string, left: Expression, right: Expression): Expression {
  return { kind: 'binary', at: right.at, operator, left, right };
}

const outcomesOf = remembered((condition: Expression): Outcomes => {
  const questions = questionsOf(condition);
  const asked = questions.all();
  const count = asked.reduce((product, { answers }) => product * answers.length, 1);
  if (count > MOST_WORLDS) return ALL;
  const found = new Set<Truth>();
  for (const world of worldsOf(asked)) {
    found.add(questions.judge(condition, world));
    // it varies, and nobody asks for more
    if (found.has(true) && found.has(false)) break;
  }
  return found;
});

/** Parts of an AND or OR that have a question in common, joined again. */
function components(parts: readonly Expression[], operator: 'AND' | 'OR'): readonly Expression[] {
  const groups = parts.map((part) => ({ part, keys: keysOf(part) }));
  const joined: { part: Expression; keys: ReadonlySet<string> }[] = [];
  for (const group of groups) {
    const touching = joined.filter(({ keys }) => [...keys].some((key) => group.keys.has(key)));
    const rest = joined.filter((each) => !touching.includes(each));
    const all = [...touching, group];
    const part = all
      .map((each) => each.part)
      .reduce((left, right) => joinedBy[operator](left)(right));
    const keys = new Set(all.flatMap((each) => [...each.keys]));
    joined.splice(0, joined.length, ...rest, { part, keys });
  }
  return joined.map(({ part }) => part);
}

function partsOfChain(expression: Expression, operator: string): readonly Expression[] {
  return expression.kind === 'binary' && expression.operator === operator
    ? [...partsOfChain(expression.left, operator), ...partsOfChain(expression.right, operator)]
    : [expression];
}

/** Does it come out the same for every row: never true, or never false? A missing value excepted, as in `x = x`. */
export function neverVaries(condition: Expression): boolean {
  if (condition.kind === 'not') return neverVaries(condition.value);
  const operator = condition.kind === 'binary' ? condition.operator : '';
  const parts =
    operator === 'AND' || operator === 'OR'
      ? components(partsOfChain(condition, operator), operator)
      : [condition];
  return parts.some((part) => {
    const outcomes = outcomesOf(part);
    const never = !outcomes.has(true);
    const always = !outcomes.has(false);
    if (operator === 'AND') return never || (always && parts.length === 1);
    if (operator === 'OR') return always || (never && parts.length === 1);
    return never || always;
  });
}

/** Is one of these conditions true in every row, whatever is missing there? */
export function oneHolds(conditions: readonly Expression[]): boolean {
  const [first, ...rest] = conditions;
  if (first === undefined) return false;
  const either = rest.reduce((left, right) => join('OR', left, right), first);
  const outcomes = outcomesOf(either);
  return outcomes.size === 1 && outcomes.has(true);
}
