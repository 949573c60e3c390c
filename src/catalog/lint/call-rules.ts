import type { KnownSelect } from './analyse.ts';
import { typeOf } from './infer.ts';
import { RESTLESS } from './restless.ts';
import { textOf } from './sql-text.ts';
import {
  type CastTo,
  type Expression,
  expressionsOf,
  type FunctionCall,
  withParts,
} from './sql-tree.ts';
import type { LintNote } from './token-reader.ts';

const ALLOWED = new Set(
  'SUM MIN MAX COUNT COALESCE NULLIF ROUND ABS SUBSTRING UPPER LOWER TRIM REPLACE CONCAT ROW_NUMBER RANK DENSE_RANK LAG LEAD'.split(
    ' ',
  ),
);
const WINDOWED = new Set('SUM MIN MAX COUNT ROW_NUMBER RANK DENSE_RANK LAG LEAD'.split(' '));
const RANKING = new Set('ROW_NUMBER RANK DENSE_RANK LAG LEAD'.split(' '));
const AGGREGATES = new Set('SUM MIN MAX COUNT'.split(' '));
const RUNNING_FRAME = 'ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW';
const CAST_TARGETS: Readonly<Record<string, number>> = {
  INTEGER: 0,
  BIGINT: 0,
  DATE: 0,
  TIMESTAMP: 1,
  VARCHAR: 1,
  DECIMAL: 2,
};

function note(rule: LintNote['rule'], at: LintNote['at'], message: string): LintNote {
  return { rule, at, message };
}

/** PSQL-4, 6, 11, 17, 18, 19, 20, 21 for one function. */
export function callNotes(call: FunctionCall, known: KnownSelect): readonly LintNote[] {
  const { at, name } = call;
  if (RESTLESS.has(name)) {
    return [note('PSQL-11', at, `${name} may give another answer at the next run`)];
  }
  if (name === 'AVG') {
    return [note('PSQL-6', at, 'AVG divides, and every engine divides differently')];
  }
  if (!ALLOWED.has(name)) {
    return [note('PSQL-4', at, `${name} is not on the allow-list of functions`)];
  }
  return [...shapeNotes(call), ...argumentNotes(call), ...windowNotes(call, known)];
}

function shapeNotes({ at, name, distinct, args, over }: FunctionCall): readonly LintNote[] {
  const star = args.find(({ kind }) => kind === 'star');
  return [
    ...(over !== undefined && !WINDOWED.has(name)
      ? [note('PSQL-4', at, `${name} has no OVER on every engine`)]
      : []),
    ...(over === undefined && RANKING.has(name)
      ? [note('PSQL-4', at, `${name} needs an OVER (… ORDER BY …)`)]
      : []),
    ...(distinct && (name !== 'COUNT' || args.length !== 1)
      ? [note('PSQL-4', at, 'DISTINCT in a function is allowed as COUNT(DISTINCT x) only')]
      : []),
    ...(star !== undefined && name !== 'COUNT'
      ? [note('PSQL-23', star.at, `${name}(*) means nothing`)]
      : []),
  ];
}

function argumentNotes({ at, name, args, trimmed }: FunctionCall): readonly LintNote[] {
  switch (name) {
    case 'SUBSTRING': {
      const [, start, length] = args;
      const fits = start?.kind === 'number' && Number(start.at.text) >= 1;
      return fits && length !== undefined
        ? []
        : [
            note(
              'PSQL-17',
              start?.at ?? at,
              'SUBSTRING takes a literal start of at least 1 and a length',
            ),
          ];
    }
    case 'CONCAT':
      return args.flatMap((arg) => {
        const last = arg.kind === 'call' && arg.name === 'COALESCE' ? arg.args.at(-1) : arg;
        return last?.kind === 'text'
          ? []
          : [
              note(
                'PSQL-18',
                arg.at,
                'this argument of CONCAT may be NULL, which engines read differently',
              ),
            ];
      });
    case 'TRIM':
      return trimmed?.kind === 'text' && trimmed.at.value === ' '
        ? []
        : [note('PSQL-19', at, "TRIM is written TRIM(' ' FROM x)")];
    case 'ROUND':
      return args[1]?.kind === 'number'
        ? []
        : [note('PSQL-4', at, 'ROUND takes the number of decimals as a literal')];
    default:
      return [];
  }
}

function windowNotes(call: FunctionCall, known: KnownSelect): readonly LintNote[] {
  const { at, name, over } = call;
  if (over === undefined) return [];
  if (AGGREGATES.has(name)) {
    return over.orderBy.length > 0 && over.frame !== RUNNING_FRAME
      ? [note('PSQL-21', at, `a running ${name} needs the frame ${RUNNING_FRAME}`)]
      : [];
  }
  if (over.orderBy.length === 0) return [note('PSQL-20', at, `${name} needs an ORDER BY`)];
  const unique = ['RANK', 'DENSE_RANK'].includes(name) || isUnique(call, known);
  return unique
    ? []
    : [
        note(
          'PSQL-20',
          at,
          `the order of ${name} neither ends in the key of what is read nor holds every column used`,
        ),
      ];
}

/**
 * Does ORDER BY end in a key of every relation, but for columns that PARTITION BY holds? A column behind the key would
 * decide nothing. Or do both hold every column the SELECT uses, each by itself?
 */
function isUnique({ over }: FunctionCall, { select, relations }: KnownSelect): boolean {
  const { partitionBy = [], orderBy = [] } = over ?? {};
  const textsOf = (list: readonly Expression[]) =>
    list.flatMap((each) => (each.kind === 'column' ? [textOf(each)] : []));
  const apart = new Set(textsOf(partitionBy));
  const used = expressionsOf(select)
    .flatMap(withParts)
    .filter(({ kind }) => kind === 'column');
  const bare = new Set([...apart, ...textsOf(orderBy)]);
  if (used.every((each) => bare.has(textOf(each)))) return true;
  const keys = relations.map(({ alias, keys: all }) =>
    all.map((key) => key.map((name) => `${alias}.${name.toLowerCase()}`)),
  );
  const ofKeys = new Set(keys.flat(2));
  const behind = orderBy.findLastIndex((each) => !ofKeys.has(textOf(each)));
  const last = new Set([...apart, ...textsOf(orderBy.slice(behind + 1))]);
  return keys.every((each) => each.some((key) => key.every((name) => last.has(name))));
}

/** PSQL-5: targets, and conversions whose result differs. */
export function castNotes({ at, value, target }: CastTo, known: KnownSelect): readonly LintNote[] {
  const { name, sizes } = target;
  const wanted = CAST_TARGETS[name];
  if (wanted === undefined || sizes.length !== wanted || (name === 'TIMESTAMP' && sizes[0] !== 3)) {
    const written = sizes.length === 0 ? name : `${name}(${sizes.join(',')})`;
    return [
      note(
        'PSQL-5',
        target.at,
        `${written} is no CAST target every engine reads alike; the list is INTEGER, BIGINT, DECIMAL(p,s), DATE, TIMESTAMP(3), VARCHAR(n)`,
      ),
    ];
  }
  const from = typeOf(value, known.names);
  if (from.kind === 'timestamp' && name === 'VARCHAR') {
    return [
      note(
        'PSQL-5',
        at,
        'a timestamp as text has other fractions on every engine; cast it to DATE first',
      ),
    ];
  }
  if (from.kind === 'decimal' && from.scale > 0 && wanted === 0 && name !== 'DATE') {
    return [
      note(
        'PSQL-5',
        at,
        `a decimal cast to ${name} is cut on one engine and rounded on others; ROUND it first`,
      ),
    ];
  }
  return [];
}
