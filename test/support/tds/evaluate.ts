import { conversion } from './convert.ts';
import type { Row, VariableValue } from './datasets.ts';
import { type Expression, NotEvaluable } from './expression.ts';
import { decimalText, unitsOf } from './literals.ts';
import { SqlError } from './sql-error.ts';
import { parseSqlType, printSqlType, type SqlType } from './sql-type.ts';

/** What names mean where an expression stands. */
export interface Scope {
  readonly columns: ReadonlyMap<
    string,
    { readonly index: number; readonly type: SqlType; readonly nullable: boolean }
  >;
  readonly variables: ReadonlyMap<string, VariableValue>;
  /** Rows of the statement before. */
  readonly rowCount: number;
  /** A datetimeoffset literal. */
  readonly now: string;
  /** Collects aggregates; null where none may stand. */
  readonly aggregates: Aggregate[] | null;
}

export interface Aggregate {
  add(row: Row): void;
}

export interface Evaluated {
  readonly type: SqlType;
  readonly nullable: boolean;
  readonly value: (row: Row) => string | null;
}

function column(name: string, scope: Scope): Evaluated {
  const found = scope.columns.get(name.toLowerCase());
  if (found === undefined) throw new SqlError(207, `Invalid column name '${name}'.`);
  const { index, type, nullable } = found;
  return { type, nullable, value: (row) => row[index] ?? null };
}

function variable(name: string, scope: Scope): Evaluated {
  const found = scope.variables.get(name);
  if (found === undefined)
    throw new SqlError(137, `Must declare the scalar variable "@${name}".`, 15);
  return { type: parseSqlType(found.type), nullable: true, value: () => found.text };
}

function count(aggregates: Aggregate[]): Evaluated {
  let rows = 0;
  aggregates.push({
    add: () => {
      rows += 1;
    },
  });
  return { type: parseSqlType('bigint'), nullable: false, value: () => `${rows}` };
}

function sum(of: Evaluated, aggregates: Aggregate[]): Evaluated {
  const { family, scale } = of.type;
  if (family !== 'decimal' && family !== 'money' && family !== 'integer') {
    throw new SqlError(8117, `Operand data type ${of.type.name} is invalid for sum operator.`);
  }
  let total: bigint | null = null;
  aggregates.push({
    add: (row) => {
      const text = of.value(row);
      if (text !== null) total = (total ?? 0n) + (unitsOf(text, scale) ?? 0n);
    },
  });
  const type =
    family === 'decimal'
      ? parseSqlType(`decimal(38,${scale})`)
      : parseSqlType(family === 'money' ? 'money' : 'bigint');
  return {
    type,
    nullable: true,
    value: () => {
      if (total === null) return null;
      const text = decimalText(total, scale);
      if (text.replaceAll(/\D/g, '').length > 38 + (scale === 38 ? 1 : 0)) {
        throw new SqlError(
          8115,
          'Arithmetic overflow error converting expression to data type numeric.',
        );
      }
      return text;
    },
  };
}

function call(expression: Extract<Expression, { kind: 'call' }>, scope: Scope): Evaluated {
  switch (expression.name) {
    case 'rowcount_big': {
      const rows = `${scope.rowCount}`;
      return { type: parseSqlType('bigint'), nullable: false, value: () => rows };
    }
    case 'sysdatetimeoffset':
      return { type: parseSqlType('datetimeoffset(7)'), nullable: false, value: () => scope.now };
    case 'sysutcdatetime': {
      const utc = scope.now.slice(0, 27);
      return { type: parseSqlType('datetime2(7)'), nullable: false, value: () => utc };
    }
    default: {
      const all = expression.of.map((part) => evaluate(part, scope));
      const [first] = all;
      if (first === undefined) throw new NotEvaluable(expression.name);
      return {
        type: first.type,
        nullable: all.every((part) => part.nullable),
        value: (row) => {
          for (const part of all) {
            const value = part.value(row);
            if (value !== null) return value;
          }
          return null;
        },
      };
    }
  }
}

/** Binds an expression to its scope. @throws SqlError as the server would when it compiles the statement */
export function evaluate(expression: Expression, scope: Scope): Evaluated {
  switch (expression.kind) {
    case 'column':
      return column(expression.name, scope);
    case 'variable':
      return variable(expression.name, scope);
    case 'literal':
      return {
        type: expression.type,
        nullable: expression.text === null,
        value: () => expression.text,
      };
    case 'convert': {
      const of = evaluate(expression.of, scope);
      const convert = conversion(of.type, expression.type, expression.style);
      return {
        type: expression.type,
        nullable: of.nullable,
        value: (row) => {
          const text = of.value(row);
          return text === null ? null : convert(text);
        },
      };
    }
    case 'to-string': {
      const of = evaluate(expression.of, scope);
      if (of.type.family !== 'clr') {
        throw new SqlError(258, `Cannot call methods on ${printSqlType(of.type)}.`, 15);
      }
      return { type: parseSqlType('nvarchar(4000)'), nullable: of.nullable, value: of.value };
    }
    case 'count':
    case 'sum': {
      if (scope.aggregates === null) throw new NotEvaluable('an aggregate here');
      if (expression.kind === 'count') return count(scope.aggregates);
      return sum(evaluate(expression.of, { ...scope, aggregates: null }), scope.aggregates);
    }
    case 'call':
      return call(expression, scope);
  }
}
