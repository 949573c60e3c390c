import type { SourceType } from '../definition.ts';
import type { ParameterShape } from '../parameters.ts';
import { remembered } from '../remembered.ts';
import { foldLiteral, type Literal } from './fold.ts';
import type { Expression, FunctionCall, Query } from './sql-tree.ts';

/** What is known of a value before anything runs. */
export interface ValueType {
  readonly kind:
    | 'integer'
    | 'decimal'
    | 'text'
    | 'date'
    | 'timestamp'
    | 'flag'
    | 'truth'
    | 'null'
    | 'unknown';
  readonly scale: number;
  readonly nullable: boolean;
  /** NULL only where an outer join found no row? */
  readonly rowless: boolean;
  /** Upper or lower case of something, so not the text of the source. */
  readonly folded: boolean;
  /** Does it come from a column? Literals and parameters alone do not. */
  readonly stored: boolean;
  /** Is it a day, a moment or a part of one? */
  readonly dated: boolean;
  /** Does it number rows, within groups of them or all? */
  readonly numbers: 'nothing' | 'groups' | 'all';
  /** Names of the source columns it is made of, also behind a name of ours. */
  readonly sources: readonly string[];
  /** Literals it may stand for, also those behind a name: rows of VALUES, branches of a CASE. */
  readonly literals: readonly Literal[];
}

/** What names stand for where an expression is. */
export interface Names {
  column(qualifier: string | undefined, name: string): ValueType | undefined;
  /** The first column of a query that stands in `IN (SELECT …)`. */
  listed(query: Query): ValueType | undefined;
  readonly parameters: ReadonlyMap<string, ParameterShape>;
  /** Is there a GROUP BY? Without it an aggregate over no rows is NULL. */
  readonly grouped: boolean;
}

export const UNKNOWN: ValueType = {
  kind: 'unknown',
  scale: 0,
  nullable: false,
  rowless: false,
  folded: false,
  stored: false,
  dated: false,
  numbers: 'nothing',
  sources: [],
  literals: [],
};

function plain(kind: ValueType['kind'], nullable = false): ValueType {
  return { ...UNKNOWN, kind, nullable };
}

export function typeOfSource(name: string, type: SourceType, nullable: boolean): ValueType {
  const [stem = ''] = type.split('(');
  const kind = /varchar$/.test(stem) ? 'text' : stem === 'bigint' ? 'integer' : stem;
  const known = ['integer', 'decimal', 'text', 'date', 'timestamp', 'flag'] as const;
  const scale = Number(/,([0-9]+)\)$/.exec(type)?.[1] ?? 0);
  return {
    ...plain(known.find((each) => each === kind) ?? 'unknown', nullable),
    scale: kind === 'decimal' ? scale : 0,
    stored: true,
    dated: kind === 'date' || kind === 'timestamp',
    sources: [name],
  };
}

const CAST_KINDS: Readonly<Record<string, ValueType['kind']>> = {
  INTEGER: 'integer',
  BIGINT: 'integer',
  DECIMAL: 'decimal',
  DATE: 'date',
  TIMESTAMP: 'timestamp',
  VARCHAR: 'text',
};
const TEXT_FUNCTIONS = new Set(['SUBSTRING', 'REPLACE', 'CONCAT']);
/** What conditions of the workbench may ask a day for. */
const PARTS_OF_DAYS = new Set(['DATE_TRUNC', 'DAY', 'LAST_DAY', 'MONTH', 'STRFTIME', 'YEAR']);
const COUNTING = new Set(['COUNT', 'ROW_NUMBER', 'RANK', 'DENSE_RANK']);

/** What several values carry on wherever they go together. */
export function handedOn(types: readonly ValueType[]) {
  const numbering = new Set(types.map(({ numbers }) => numbers));
  return {
    dated: types.some(({ dated }) => dated),
    numbers: numbering.has('all') ? 'all' : numbering.has('groups') ? 'groups' : 'nothing',
    sources: [...new Set(types.flatMap(({ sources }) => sources))],
  } as const;
}

/** Does a call say which of several rows one is? */
function numberingOf({ name, over }: FunctionCall): ValueType['numbers'] {
  if (over === undefined || (name === 'COUNT' && over.orderBy.length === 0)) return 'nothing';
  return over.partitionBy.length > 0 ? 'groups' : 'all';
}

/** The type several values have together: of the first that has one. */
export function commonType(types: readonly ValueType[]): ValueType {
  const typed = types.filter(({ kind }) => kind !== 'null' && kind !== 'unknown');
  const [first = UNKNOWN] = typed;
  const decimals = typed.filter(({ kind }) => kind === 'decimal');
  return {
    kind: decimals[0]?.kind ?? first.kind,
    scale: Math.max(0, ...decimals.map(({ scale }) => scale)),
    nullable: types.some(({ nullable }) => nullable),
    rowless: false,
    folded: types.some(({ folded }) => folded),
    stored: types.some(({ stored }) => stored),
    ...handedOn(types),
    literals: types.flatMap(({ literals }) => literals),
  };
}

function callType(expression: Expression & { kind: 'call' }, names: Names): ValueType {
  const { name, args, over } = expression;
  const types = args.map((each) => typeOf(each, names));
  const [first = UNKNOWN] = types;
  if (COUNTING.has(name)) {
    return { ...plain('integer'), stored: true, numbers: numberingOf(expression) };
  }
  switch (name) {
    case 'SUM':
    case 'MIN':
    case 'MAX': {
      const literals = name === 'SUM' ? [] : first.literals;
      const nullable = first.nullable || (over === undefined && !names.grouped);
      return { ...first, nullable, literals };
    }
    case 'COALESCE':
      return { ...commonType(types), nullable: types.every(({ nullable }) => nullable) };
    case 'NULLIF':
      return { ...first, nullable: true };
    case 'LAG':
    case 'LEAD':
      return { ...first, nullable: args.length < 3 || commonType(types).nullable };
    case 'ROUND': {
      const digits = args[1];
      const scale = digits?.kind === 'number' ? Number(digits.at.text) : 0;
      return { ...first, scale: Math.min(first.scale, scale), literals: [] };
    }
    case 'ABS':
      return { ...first, literals: [] };
    case 'UPPER':
    case 'LOWER':
      return { ...commonType(types), kind: 'text', folded: true };
    case 'TRIM':
      return { ...first, kind: 'text' };
    default:
      return TEXT_FUNCTIONS.has(name)
        ? { ...commonType(types), kind: 'text', literals: [] }
        : { ...UNKNOWN, dated: PARTS_OF_DAYS.has(name) };
  }
}

/** What an expression gives; what the linter cannot tell is `unknown`, which no rule takes offence at. */
export function typeOf(expression: Expression, names: Names): ValueType {
  return typesIn(names)(expression);
}

const typesIn = remembered((names: Names) =>
  remembered((expression: Expression): ValueType => {
    const type = inferred(expression, names);
    const literal = foldLiteral(expression);
    return literal === undefined ? type : { ...type, literals: [literal] };
  }),
);

function inferred(expression: Expression, names: Names): ValueType {
  switch (expression.kind) {
    case 'column':
      return names.column(expression.qualifier?.value, expression.at.value) ?? UNKNOWN;
    case 'parameter': {
      const type = names.parameters.get(expression.at.value)?.type;
      if (type === undefined) return UNKNOWN;
      return type === 'integer' || type === 'date' || type === 'text'
        ? plain(type)
        : plain('decimal');
    }
    case 'text':
      return plain('text');
    case 'number':
      return plain('integer');
    case 'null':
      return plain('null', true);
    case 'truth':
      return plain('truth');
    case 'cast': {
      const { target } = expression;
      const value = typeOf(expression.value, names);
      const kind = CAST_KINDS[target.name] ?? 'unknown';
      const scale = kind === 'decimal' ? (target.sizes[1] ?? 0) : 0;
      return { ...value, kind, scale, folded: value.folded && kind === 'text' };
    }
    case 'case': {
      const results = expression.branches.map(({ result }) => typeOf(result, names));
      const { otherwise } = expression;
      return otherwise === undefined
        ? { ...commonType(results), nullable: true }
        : commonType([...results, typeOf(otherwise, names)]);
    }
    case 'sign':
      return { ...typeOf(expression.value, names), literals: [] };
    case 'call':
      return callType(expression, names);
    case 'binary': {
      const types = [typeOf(expression.left, names), typeOf(expression.right, names)];
      if ('+-*/%'.includes(expression.operator)) {
        const scales = types.map(({ scale }) => scale);
        const product = expression.operator === '*';
        const scale = product ? scales.reduce((sum, each) => sum + each, 0) : Math.max(...scales);
        return { ...commonType(types), scale, literals: [] };
      }
      const kind = expression.operator === '||' ? 'text' : 'truth';
      return { ...commonType(types), kind, literals: [] };
    }
    case 'is_null':
    case 'exists':
      return plain('truth');
    case 'like':
    case 'between':
    case 'in':
    case 'not':
      return { ...typeOf(expression.value, names), kind: 'truth', literals: [] };
    default:
      return UNKNOWN;
  }
}
