import type { ResultColumn } from '../../kernel/query.ts';
import type { CheckSpec } from '../check-spec.ts';
import { didYouMean } from '../nearest-name.ts';
import type { ParameterShape } from '../parameters.ts';
import { lexSql } from '../portable-sql/lexer.ts';
import { significantTokens } from '../portable-sql/template.ts';
import { type Names, UNKNOWN, type ValueType } from './infer.ts';
import { literalNotes } from './literal-rules.ts';
import { readExpression } from './read-expression.ts';
import type { RuleId } from './rules.ts';
import type { Expression } from './sql-tree.ts';
import { type LintNote, NotUnderstood, TokenReader } from './token-reader.ts';
import { placesIn } from './visit.ts';

/** Functions of the workbench that give the same answer for the same row, whenever they are asked. */
const ALLOWED = new Set(
  'ABS COALESCE CONCAT CONTAINS DATE_DIFF DATE_TRUNC DAY ENDS_WITH GREATEST LAST_DAY LEAST LEFT LENGTH LIST_CONTAINS LOWER LTRIM MONTH NULLIF REGEXP_FULL_MATCH REGEXP_MATCHES REPLACE RIGHT ROUND RTRIM SPLIT_PART STARTS_WITH STRPOS SUBSTR SUBSTRING SUFFIX TRIM UPPER YEAR'.split(
    ' ',
  ),
);

/** The workbench's expression of a check, where it has one. */
export function conditionOf(check: CheckSpec): string | undefined {
  switch (check.kind) {
    case 'witness':
      return check.where;
    case 'rule':
      return check.holds;
    case 'recalculation':
      return check.expression;
    default:
      return undefined;
  }
}

function valueType({ type, nullable }: ResultColumn): ValueType {
  const scale = type.kind === 'decimal' ? type.scale : 0;
  switch (type.kind) {
    case 'integer':
    case 'decimal':
    case 'text':
    case 'date':
    case 'timestamp':
      return { ...UNKNOWN, kind: type.kind, scale, nullable, stored: true };
    default:
      return { ...UNKNOWN, kind: 'unknown', nullable, stored: true };
  }
}

/** In a condition the grammar has rules of its own names. */
function ruleOf(rule: RuleId): RuleId {
  if (rule === 'COND-1') return rule;
  return rule === 'PSQL-11' || rule === 'PSQL-4' ? 'COND-2' : 'COND-1';
}

function read(condition: string) {
  const { tokens, problems } = lexSql(condition);
  const reader = new TokenReader(significantTokens(tokens));
  // what is never closed is reported when the catalog is compiled
  if (problems.length > 0) return { expression: undefined, notes: [] };
  try {
    const expression = readExpression(reader, { readQuery: undefined, workbench: true });
    if (!reader.done) {
      reader.note(
        'COND-1',
        reader.here(),
        `${reader.here().text} does not belong to one expression`,
      );
    }
    return { expression, notes: reader.notes };
  } catch (thrown) {
    if (!(thrown instanceof NotUnderstood)) throw thrown;
    return { expression: undefined, notes: reader.notes };
  }
}

function ownNotes(
  expression: Expression,
  columns: ReadonlyMap<string, ResultColumn>,
): readonly LintNote[] {
  const { at } = expression;
  if (expression.kind === 'call') {
    if (expression.over !== undefined) {
      return [
        { rule: 'COND-1', at, message: 'a condition judges one row; windows look at others' },
      ];
    }
    return ALLOWED.has(expression.name)
      ? []
      : [
          {
            rule: 'COND-2',
            at,
            message: `${expression.name} is not on the allow-list of conditions`,
          },
        ];
  }
  if (expression.kind !== 'column') return [];
  const { qualifier } = expression;
  if (qualifier !== undefined || at.kind !== 'quoted_name') {
    return [{ rule: 'COND-3', at, message: `write columns of the extract as "${at.value}"` }];
  }
  return columns.has(at.value)
    ? []
    : [
        {
          rule: 'COND-3',
          at,
          message: `the extract has no column "${at.value}"${didYouMean(at.value, columns.keys())}`,
        },
      ];
}

/** Lints the condition of a check; positions are places in the condition. */
export function conditionNotes(
  condition: string,
  columns: readonly ResultColumn[],
  parameters: readonly ParameterShape[],
): readonly LintNote[] {
  const { expression, notes } = read(condition);
  const byName = new Map(columns.map((column) => [column.name, column]));
  const names: Names = {
    column: (_qualifier, name) => {
      const column = byName.get(name);
      return column === undefined ? undefined : valueType(column);
    },
    parameters: new Map(parameters.map((shape) => [shape.name, shape])),
    grouped: false,
  };
  const places =
    expression === undefined
      ? []
      : placesIn({ expression, parent: undefined, wanted: 'condition', tested: new Set() });
  return [
    ...notes.map((note) => ({ ...note, rule: ruleOf(note.rule) })),
    ...places.flatMap((place) => [
      ...ownNotes(place.expression, byName),
      ...literalNotes(place, names),
    ]),
  ];
}
