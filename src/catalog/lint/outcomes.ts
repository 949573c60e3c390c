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
const ASKED = new WeakMap<Expression, Questions>();
const OUTCOMES = new WeakMap<Expression, Outcomes>();

function questionsOf(condition: Expression): Questions {
  const questions = ASKED.get(condition) ?? new Questions(condition);
  ASKED.set(condition, questions);
  return questions;
}

function outcomesOf(condition: Expression): Outcomes {
  const outcomes = OUTCOMES.get(condition) ?? outcomesIn(condition);
  OUTCOMES.set(condition, outcomes);
  return outcomes;
}

function outcomesIn(condition: Expression): Outcomes {
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
}

/** Parts of an AND or OR that have a question in common, joined again. */
function components(parts: readonly Expression[], operator: string): readonly Expression[] {
  const groups = parts.map((part) => {
    return {
      part,
      keys: new Set(
        questionsOf(part)
          .all()
          .map(({ key }) => key),
      ),
    };
  });
  const joined: { part: Expression; keys: ReadonlySet<string> }[] = [];
  for (const group of groups) {
    const touching = joined.filter(({ keys }) => [...keys].some((key) => group.keys.has(key)));
    const rest = joined.filter((each) => !touching.includes(each));
    const all = [...touching, group];
    const part = all
      .map((each) => each.part)
      .reduce((left, right) => ({ kind: 'binary', at: right.at, operator, left, right }));
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
  const chained = operator === 'AND' || operator === 'OR';
  const parts = chained ? components(partsOfChain(condition, operator), operator) : [condition];
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
  const either = rest.reduce<Expression>(
    (left, right) => ({ kind: 'binary', at: right.at, operator: 'OR', left, right }),
    first,
  );
  const outcomes = outcomesOf(either);
  return outcomes.size === 1 && outcomes.has(true);
}
