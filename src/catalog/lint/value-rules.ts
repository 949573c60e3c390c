import type { KnownSelect } from './analyse.ts';
import { callNotes, castNotes } from './call-rules.ts';
import { comparisonNotes } from './comparison-rules.ts';
import { constantNotes } from './constant.ts';
import { typeOf } from './infer.ts';
import { literalNotes } from './literal-rules.ts';
import type { Binary, CaseOf, ColumnUse } from './sql-tree.ts';
import type { LintNote } from './token-reader.ts';
import { isCondition, type Place, placesOf } from './visit.ts';

const INT_MAX = 2_147_483_647;
const ASCII = /^[\x20-\x7e\t\n]*$/;

/** Everything the rules say about the expressions of a SELECT. */
export function valueNotes(known: KnownSelect): readonly LintNote[] {
  const notes: LintNote[] = [];
  for (const place of placesOf(known)) {
    notes.push(
      ...kindNotes(place, known),
      ...ownNotes(place, known),
      ...comparisonNotes(place, known),
      ...constantNotes(place),
      ...literalNotes(place, known.names),
    );
  }
  return notes;
}

/** PSQL-10: conditions stand where conditions do, values where values do. */
function kindNotes({ expression, wanted }: Place, known: KnownSelect): readonly LintNote[] {
  const { at, kind } = expression;
  if (kind === 'unknown' || kind === 'truth') return [];
  const found = isCondition(expression) ? 'condition' : 'value';
  if (found === wanted) return [];
  // a flag in place of a condition has its own rule
  if (typeOf(expression, known.names).kind === 'flag') return [];
  return [
    {
      rule: 'PSQL-10',
      at,
      message:
        found === 'condition'
          ? 'a condition stands where a value is expected; SQL Server has no boolean values'
          : 'a value stands where a condition is expected',
    },
  ];
}

function ownNotes(place: Place, known: KnownSelect): readonly LintNote[] {
  const { expression } = place;
  const { at } = expression;
  switch (expression.kind) {
    case 'call':
      return callNotes(expression, known);
    case 'cast':
      return castNotes(expression, known);
    case 'number':
      return numberNotes(at);
    case 'text':
      return ASCII.test(at.value)
        ? []
        : [{ rule: 'PSQL-13', at, message: 'this literal holds characters beyond ASCII' }];
    case 'truth':
      return [{ rule: 'PSQL-10', at, message: `${at.text} is not on SQL Server` }];
    case 'null':
      return nullNotes(place);
    case 'subquery':
      return [{ rule: 'SUBQUERY-1', at, message: 'a subquery stands in place of a value' }];
    case 'binary':
      return operatorNotes(expression, known);
    case 'case':
      return caseNotes(expression, known);
    case 'column':
      return columnNotes(expression, place, known);
    default:
      return [];
  }
}

function numberNotes(at: LintNote['at']): readonly LintNote[] {
  const message = /[.eE]/.test(at.text)
    ? `${at.text} is a floating point number on some engines`
    : Number(at.text) > INT_MAX
      ? `${at.text} does not fit 32 bits`
      : undefined;
  return message === undefined ? [] : [{ rule: 'PSQL-8', at, message }];
}

function nullNotes({ expression, parent }: Place): readonly LintNote[] {
  if (parent?.kind === 'cast') return [];
  const results =
    parent?.kind === 'case'
      ? [
          ...parent.branches.map(({ result }) => result),
          ...(parent.otherwise === undefined ? [] : [parent.otherwise]),
        ]
      : [];
  if (results.includes(expression) && results.some(({ kind }) => kind !== 'null')) return [];
  return [{ rule: 'PSQL-27', at: expression.at, message: 'this NULL has no type' }];
}

function operatorNotes(expression: Binary, { names }: KnownSelect): readonly LintNote[] {
  const { at, operator } = expression;
  const types = [typeOf(expression.left, names), typeOf(expression.right, names)];
  switch (operator) {
    case '/':
      return [{ rule: 'PSQL-6', at, message: 'division gives another result on every engine' }];
    case '%':
      return types.every(({ kind }) => kind === 'integer')
        ? []
        : [{ rule: 'PSQL-6', at, message: '% is for whole numbers only' }];
    case '||':
      return [{ rule: 'PSQL-18', at, message: '|| is not on SQL Server before 2025' }];
    case '+':
      return types.some(({ kind }) => kind === 'text')
        ? [{ rule: 'PSQL-18', at, message: '+ joins text on SQL Server only' }]
        : [];
    default:
      return [];
  }
}

/** A whole number beside a decimal made one server cut the decimal (portable-sql 1). */
function caseNotes({ branches, otherwise }: CaseOf, { names }: KnownSelect): readonly LintNote[] {
  const results = [
    ...branches.map(({ result }) => result),
    ...(otherwise === undefined ? [] : [otherwise]),
  ];
  const decimal = results.some((each) => typeOf(each, names).kind === 'decimal');
  return results
    .filter(({ kind }) => decimal && kind === 'number')
    .map(({ at }) => ({
      rule: 'PSQL-7',
      at,
      message: `${at.text} stands beside a decimal; write CAST(${at.text} AS DECIMAL(…))`,
    }));
}

function columnNotes(
  column: ColumnUse,
  { parent }: Place,
  { select, relations, names }: KnownSelect,
): readonly LintNote[] {
  const { at, qualifier } = column;
  if (qualifier === undefined) {
    const own = select.items.some(
      ({ alias, value }) =>
        value !== column && alias?.value.toLowerCase() === at.value.toLowerCase(),
    );
    return [
      own
        ? {
            rule: 'PSQL-22',
            at,
            message: `${at.text} is the name of an output; repeat its expression`,
          }
        : {
            rule: 'PSQL-14',
            at,
            message: `write alias.${at.text}: a bare name changes its meaning`,
          },
    ];
  }
  const type = names.column(qualifier.value, at.value);
  if (type?.kind === 'flag' && !(parent?.kind === 'cast' && parent.target.name === 'INTEGER')) {
    return [{ rule: 'PSQL-9', at, message: `${at.text} is a flag: write CAST(… AS INTEGER)` }];
  }
  if (type !== undefined) return [];
  const relation = relations.find(({ alias }) => alias === qualifier.value.toLowerCase());
  // columns of declared tables are judged when the catalog is compiled
  if (relation?.relation.kind === 'table') return [];
  return [
    {
      rule: 'PSQL-14',
      at: qualifier,
      message: `nothing here is called ${qualifier.text} with a column ${at.text}`,
    },
  ];
}
