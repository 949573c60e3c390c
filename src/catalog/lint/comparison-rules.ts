import type { KnownSelect } from './analyse.ts';
import { foldLiteral } from './fold.ts';
import { typeOf, type ValueType } from './infer.ts';
import {
  equalsDay,
  isInstant,
  isParameter,
  losesCutoffDay,
  mixesInstantAndDay,
  reachesNextPeriod,
} from './moments.ts';
import { textOf } from './sql-text.ts';
import {
  type BetweenTest,
  type Binary,
  type Expression,
  type InTest,
  type LikeTest,
  type Negation,
  withParts,
} from './sql-tree.ts';
import type { LintNote } from './token-reader.ts';
import type { Place } from './visit.ts';

const ORDERED = new Set(['=', '<>', '<', '<=', '>', '>=']);
const HALF_OPEN = new Set(['<', '>=']);
const NUMBERS = new Set(['integer', 'decimal']);
const MOMENTS = new Set(['date', 'timestamp']);

/** Notes on whatever compares something at this place. */
export function comparisonNotes(place: Place, known: KnownSelect): readonly LintNote[] {
  const { expression } = place;
  switch (expression.kind) {
    case 'binary':
      return ORDERED.has(expression.operator) ? binaryNotes(expression, place, known) : [];
    case 'in':
      return inNotes(expression, place, known);
    case 'between':
      return betweenNotes(expression, place, known);
    case 'like':
      return likeNotes(expression, place, known);
    case 'not':
      return notNotes(expression, place, known);
    case 'is_null':
      return expression.negated ? nullifNotes(expression.value, place, known) : [];
    default:
      return [];
  }
}

function binaryNotes(
  { at, operator, left, right }: Binary,
  place: Place,
  known: KnownSelect,
): readonly LintNote[] {
  const types = [typeOf(left, known.names), typeOf(right, known.names)] as const;
  const [a, b] = types;
  const moment = a.kind === 'timestamp' ? b : b.kind === 'timestamp' ? a : undefined;
  // `:start <= x` is `x >= :start`
  const leftIsMoment =
    b.kind !== 'timestamp' || (a.kind === 'timestamp' && isInstant(left, known.names));
  const turned = leftIsMoment ? operator : mirrored(operator);
  const exact = operator === '=' || operator === '<>';
  const mixed = exact
    ? equalsDay([left, right], known.names)
    : mixesInstantAndDay([left, right], known.names);
  return [
    ...(moment !== undefined && (moment.kind !== 'timestamp' || mixed) && !HALF_OPEN.has(turned)
      ? [
          {
            rule: 'PSQL-12' as const,
            at,
            message: `a timestamp is compared by >= and < only, not by ${operator}`,
          },
        ]
      : []),
    ...(losesCutoffDay(operator, left, right, known.names)
      ? [
          {
            rule: 'PSQL-12' as const,
            at,
            message: 'the cutoff is the last day, and this takes none of it; write < :period_next',
          },
        ]
      : []),
    ...(reachesNextPeriod(operator, left, right)
      ? [
          {
            rule: 'PSQL-12' as const,
            at,
            message: ':period_next is the first day after the period; compare by < and >= only',
          },
        ]
      : []),
    ...(numbersRows(types) && !isFirst(operator, [left, right], types) ? [limitNote(at)] : []),
    ...(misfit(a, b) ? [mixedNote(at, a, b)] : []),
    ...(bothOutside(a, b) ? [outsideNote(at)] : []),
    ...(operator === '<>' ? nullNotes(at, '<>', [left, right], place, known) : []),
  ];
}

function mirrored(operator: string): string {
  return { '<': '>', '>': '<', '<=': '>=', '>=': '<=' }[operator] ?? operator;
}

function numbersRows(types: readonly ValueType[]): boolean {
  return types.some(({ numbers }) => numbers !== 'nothing');
}

/** `ROW_NUMBER() OVER (PARTITION BY …) = 1`: one row of every group; all others are not it. */
function isFirst(
  operator: string,
  sides: readonly Expression[],
  types: readonly ValueType[],
): boolean {
  return (
    ['=', '<>', '>'].includes(operator) &&
    types.every(({ numbers }) => numbers !== 'all') &&
    sides.some((each) => foldLiteral(each)?.value === 1)
  );
}

function limitNote(at: LintNote['at']): LintNote {
  const message = 'numbered rows are cut off like by a LIMIT; only the first of a group is picked';
  return { rule: 'PSQL-2', at, message };
}

/** `NULLIF(x, 'a') IS NOT NULL` drops what `x <> 'a'` drops. */
function nullifNotes(value: Expression, place: Place, known: KnownSelect): readonly LintNote[] {
  if (value.kind === 'cast') return nullifNotes(value.value, place, known);
  return value.kind === 'call' && value.name === 'NULLIF'
    ? nullNotes(value.at, 'NULLIF', value.args.slice(0, 1), place, known)
    : [];
}

/** Would an engine have to convert one side? */
function misfit(a: ValueType, b: ValueType): boolean {
  const differs = (one: ValueType, other: ValueType) =>
    (one.kind === 'text' && (NUMBERS.has(other.kind) || MOMENTS.has(other.kind))) ||
    (NUMBERS.has(one.kind) && MOMENTS.has(other.kind));
  return differs(a, b) || differs(b, a);
}

function mixedNote(at: LintNote['at'], a: ValueType, b: ValueType): LintNote {
  return {
    rule: 'PSQL-13',
    at,
    message: `${a.kind} is compared with ${b.kind}; engines convert differently`,
  };
}

/** Two texts that come from no column carry the database’s collation. */
function bothOutside(a: ValueType, b: ValueType): boolean {
  return a.kind === 'text' && b.kind === 'text' && !a.stored && !b.stored;
}

function outsideNote(at: LintNote['at']): LintNote {
  return {
    rule: 'PSQL-13',
    at,
    message: 'two texts are compared of which neither is a column: SQL Server ignores their case',
  };
}

/** PSQL-25: what may be NULL here and is tested for it nowhere near. */
function nullNotes(
  at: LintNote['at'],
  written: string,
  operands: readonly Expression[],
  { tested }: Place,
  { names, relations }: KnownSelect,
): readonly LintNote[] {
  const texts = new Set([...tested].map((each) => textOf(each)));
  const aliases = new Set(
    [...tested].flatMap((each) =>
      each.kind === 'column' && each.qualifier !== undefined
        ? [each.qualifier.value.toLowerCase()]
        : [],
    ),
  );
  /** NULL only because its row is missing, and the row is asked for. */
  const rowTested = (operand: Expression) => {
    if (operand.kind !== 'column' || !typeOf(operand, names).rowless) return false;
    const alias = operand.qualifier?.value.toLowerCase() ?? '';
    return aliases.has(alias) && relations.some((relation) => relation.alias === alias);
  };
  const open = operands.find(
    (operand) =>
      typeOf(operand, names).nullable &&
      !withParts(operand).some((part) => texts.has(textOf(part))) &&
      !rowTested(operand),
  );
  return open === undefined
    ? []
    : [
        {
          rule: 'PSQL-25',
          at,
          message: `${written} drops rows where ${textOf(open)} is NULL, and nothing says that this is meant`,
        },
      ];
}

function inNotes(test: InTest, place: Place, known: KnownSelect): readonly LintNote[] {
  const { at, negated, value, list } = test;
  if ('kind' in list) {
    return negated
      ? [
          {
            rule: 'PSQL-25',
            severity: 'error',
            at,
            message:
              'NOT IN (SELECT …) is empty as soon as the list holds one NULL; write NOT EXISTS',
          },
        ]
      : [];
  }
  const type = typeOf(value, known.names);
  const types = list.map((each) => typeOf(each, known.names));
  const other = types.find((each) => misfit(type, each));
  return [
    ...(other === undefined ? [] : [mixedNote(at, type, other)]),
    ...(types.some((each) => bothOutside(type, each)) ? [outsideNote(at)] : []),
    ...((type.kind === 'timestamp' && types.some(({ kind }) => kind !== 'timestamp')) ||
    equalsDay([value, ...list], known.names)
      ? [{ rule: 'PSQL-12' as const, at, message: 'a timestamp equals no list of days' }]
      : []),
    ...(numbersRows([type, ...types]) ? [limitNote(at)] : []),
    ...(negated ? nullNotes(at, 'NOT IN', [value], place, known) : []),
    ...(negated ? listNotes(at, list, place, known) : []),
  ];
}

/** One NULL in the list, and NOT IN keeps no row at all. */
function listNotes(
  at: LintNote['at'],
  list: readonly Expression[],
  place: Place,
  known: KnownSelect,
): readonly LintNote[] {
  return nullNotes(at, 'NOT IN', list, place, known).map((note) => ({
    ...note,
    severity: 'error',
    message: 'NOT IN keeps no row as soon as its list holds one NULL, and an element may be NULL',
  }));
}

function betweenNotes(
  { at, negated, value, low, high }: BetweenTest,
  place: Place,
  known: KnownSelect,
): readonly LintNote[] {
  const type = typeOf(value, known.names);
  const bounds = [low, high].map((each) => typeOf(each, known.names));
  const other = bounds.find((each) => misfit(type, each));
  const notes: LintNote[] = other === undefined ? [] : [mixedNote(at, type, other)];
  if (numbersRows([type, ...bounds])) notes.push(limitNote(at));
  if (negated) notes.push(...nullNotes(at, 'NOT BETWEEN', [value, low, high], place, known));
  const mixed = mixesInstantAndDay([value, low, high], known.names);
  if (type.kind === 'timestamp' || mixed || isParameter(high, 'period_next')) {
    notes.push({
      rule: 'PSQL-12',
      at,
      message: 'BETWEEN takes in the first instant after the last day',
    });
  }
  return notes;
}

function likeNotes(test: LikeTest, place: Place, known: KnownSelect): readonly LintNote[] {
  const { at, negated, value, pattern, escaped } = test;
  const kind = typeOf(value, known.names).kind;
  return [
    ...patternNotes(pattern, escaped),
    ...(NUMBERS.has(kind) || MOMENTS.has(kind)
      ? [{ rule: 'PSQL-13' as const, at, message: `LIKE compares text, this is ${kind}` }]
      : []),
    ...(negated ? nullNotes(at, 'NOT LIKE', [value], place, known) : []),
  ];
}

function patternNotes(pattern: Expression, escaped: Expression | undefined): readonly LintNote[] {
  const note = (at: LintNote['at'], message: string): LintNote[] => [
    { rule: 'PSQL-16', at, message },
  ];
  if (pattern.kind !== 'text') return note(pattern.at, 'the pattern of LIKE is not a literal');
  const text = pattern.at.value;
  if (text.includes('[')) {
    return note(
      pattern.at,
      '"[" in a pattern is a character class on SQL Server and itself elsewhere',
    );
  }
  if (escaped === undefined) return [];
  const mark = escaped.kind === 'text' ? escaped.at.value : '';
  if (mark.length !== 1) return note(escaped.at, 'ESCAPE takes one literal character');
  const [, ...after] = text.replaceAll(mark + mark, '').split(mark);
  return after.every((rest) => /^[%_]/.test(rest))
    ? []
    : note(pattern.at, `${mark} may stand before %, _ or itself only`);
}

/** `NOT (a = b)` keeps no row where the comparison is unknown. */
function notNotes(expression: Negation, place: Place, known: KnownSelect) {
  const inner = expression.value;
  if (inner.kind === 'exists' || inner.kind === 'is_null') return [];
  const columns = withParts(inner).filter(({ kind }) => kind === 'column' || kind === 'call');
  const outermost = inner.kind === 'in' || inner.kind === 'like' ? [inner.value] : columns;
  const list = inner.kind === 'in' && !('kind' in inner.list) ? inner.list : [];
  return [
    ...nullNotes(expression.at, 'NOT', outermost, place, known),
    ...listNotes(expression.at, list, place, known),
  ];
}
