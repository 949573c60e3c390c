import type { ResultColumn } from '../../kernel/query.ts';
import type { CheckSpec } from '../check-spec.ts';
import { didYouMean } from '../nearest-name.ts';
import type { ParameterShape } from '../parameters.ts';
import { lexSql } from '../portable-sql/lexer.ts';
import { significantTokens } from '../portable-sql/template.ts';
import { constantNotes } from './constant.ts';
import { type Names, UNKNOWN, type ValueType } from './infer.ts';
import { literalNotes } from './literal-rules.ts';
import { readExpression } from './read-expression.ts';
import { GRAMMAR } from './read-query.ts';
import type { RuleId } from './rules.ts';
import {
  type ColumnUse,
  type Expression,
  expressionsOf,
  type FunctionCall,
  type Query,
  type Relation,
  relationsOf,
  subqueriesOf,
} from './sql-tree.ts';
import { type LintNote, NotUnderstood, TokenReader } from './token-reader.ts';
import { type Place, placesIn } from './visit.ts';

/** Functions of the workbench that give the same answer for the same row, whenever they are asked. */
const ALLOWED = new Set(
  'ABS COALESCE CONCAT CONTAINS DATE_DIFF DATE_TRUNC DAY ENDS_WITH GREATEST LAST_DAY LEAST LEFT LEN LENGTH LIST_CONTAINS LOWER LTRIM MONTH NULLIF REGEXP_FULL_MATCH REGEXP_MATCHES REPLACE RIGHT ROUND RTRIM SPLIT_PART STARTS_WITH STRFTIME STRPOS SUBSTR SUBSTRING SUFFIX TRIM UPPER YEAR'.split(
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
    case 'no_rows':
      return check.where;
    default:
      return undefined;
  }
}

function valueType({ name, type, nullable }: ResultColumn): ValueType {
  const scale = type.kind === 'decimal' ? type.scale : 0;
  const known = { ...UNKNOWN, nullable, stored: true, sources: [name] };
  switch (type.kind) {
    case 'integer':
    case 'decimal':
    case 'text':
    case 'date':
    case 'timestamp':
      return { ...known, kind: type.kind, scale, dated: 'date timestamp'.includes(type.kind) };
    default:
      return known;
  }
}

/** Functions over the rows of a subselect. */
const AGGREGATES = new Set('COUNT MAX MIN SUM'.split(' '));
/** Rules of catalog queries that say nothing about a condition. */
const OF_QUERIES: ReadonlySet<RuleId> = new Set(['PSQL-23', 'PSQL-24', 'PSQL-26']);

/** In a condition the grammar has rules of its own names. */
function ruleOf(rule: RuleId): RuleId {
  return rule === 'PSQL-11' || rule === 'PSQL-4' ? 'COND-2' : 'COND-1';
}

/** Reads a condition of the workbench; without an expression, a note says where the grammar ended. */
export function readCondition(condition: string) {
  const { tokens, problems } = lexSql(condition);
  const reader = new TokenReader(significantTokens(tokens), true);
  // what is never closed is reported when the catalog is compiled
  if (problems.length > 0) return { expression: undefined, notes: [] };
  try {
    const expression = readExpression(reader, GRAMMAR);
    if (!reader.done) {
      const rest = reader.here();
      reader.note('COND-1', rest, `${rest.text} does not belong to one expression`);
    }
    return { expression, notes: reader.notes };
  } catch (thrown) {
    if (!(thrown instanceof NotUnderstood)) throw thrown;
    return { expression: undefined, notes: reader.notes };
  }
}

/** What a condition may refer to. */
interface ConditionContext {
  readonly columns: ReadonlyMap<string, ResultColumn>;
  readonly names: Names;
  /** `extract`, and `control_<name>` of every control query. */
  readonly relations: ReadonlySet<string>;
}

function callNotes(call: FunctionCall, inSubselect: boolean): readonly LintNote[] {
  const { at, name, over } = call;
  if (over !== undefined) {
    return [{ rule: 'COND-1', at, message: 'a condition judges one row; windows look at others' }];
  }
  return ALLOWED.has(name) || (inSubselect && AGGREGATES.has(name))
    ? []
    : [{ rule: 'COND-2', at, message: `${name} is not on the allow-list of conditions` }];
}

function columnNotes(
  { at, qualifier }: ColumnUse,
  { columns }: ConditionContext,
): readonly LintNote[] {
  if (qualifier !== undefined || at.kind !== 'quoted_name') {
    return [{ rule: 'COND-3', at, message: `write columns of the extract as "${at.value}"` }];
  }
  if (columns.has(at.value)) return [];
  const advice = didYouMean(at.value, columns.keys());
  return [{ rule: 'COND-3', at, message: `the extract has no column "${at.value}"${advice}` }];
}

/** Notes on an expression of the condition itself, or of a subselect in it. */
function expressionNotes(
  expression: Expression,
  context: ConditionContext,
  inSubselect: boolean,
  wanted: Place['wanted'],
): readonly LintNote[] {
  const places = placesIn({
    expression,
    parent: undefined,
    wanted,
    tested: new Set(),
  });
  return [
    ...places.flatMap((place) => {
      const each = place.expression;
      return [
        ...(each.kind === 'call' ? callNotes(each, inSubselect) : []),
        ...(each.kind === 'column' && !inSubselect ? columnNotes(each, context) : []),
        ...constantNotes(place),
        ...literalNotes(place, context.names),
      ];
    }),
    ...subqueriesOf(expression).flatMap((query) => queryNotes(query, context)),
  ];
}

/** A subselect may read the extract and the control queries’ rows, which the package holds, and nothing else. */
function queryNotes(query: Query, context: ConditionContext): readonly LintNote[] {
  return [...query.ctes.map((cte) => cte.query), query].flatMap(({ branches }) =>
    branches.flatMap((select) => [
      ...relationsOf(select).flatMap((relation) => relationNotes(relation, context)),
      ...expressionsOf(select).flatMap((each) => expressionNotes(each, context, true, 'value')),
    ]),
  );
}

function relationNotes(relation: Relation, context: ConditionContext): readonly LintNote[] {
  if (relation.kind === 'derived') return queryNotes(relation.query, context);
  if (relation.kind === 'named' && context.relations.has(relation.at.value)) return [];
  return [
    {
      rule: 'COND-1',
      at: relation.at,
      message: `a condition reads the extract and control queries only, not ${relation.at.text}`,
    },
  ];
}

/** Lints the condition of a check; positions are places in the condition. */
export function conditionNotes(
  condition: string,
  columns: readonly ResultColumn[],
  parameters: readonly ParameterShape[],
  controlQueries: readonly string[],
  wanted: Place['wanted'],
): readonly LintNote[] {
  const { expression, notes } = readCondition(condition);
  const byName = new Map(columns.map((column) => [column.name, column]));
  const names: Names = {
    column: (_qualifier, name) => {
      const column = byName.get(name);
      return column === undefined ? undefined : valueType(column);
    },
    listed: () => undefined,
    parameters: new Map(parameters.map((shape) => [shape.name, shape])),
    grouped: false,
  };
  const relations = new Set(['extract', ...controlQueries.map((name) => `control_${name}`)]);
  return [
    ...notes
      .filter(({ rule }) => !OF_QUERIES.has(rule))
      .map((note) => ({ ...note, rule: ruleOf(note.rule) })),
    ...(expression === undefined
      ? []
      : expressionNotes(expression, { columns: byName, names, relations }, false, wanted)),
  ];
}
