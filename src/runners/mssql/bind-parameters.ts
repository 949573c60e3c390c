import type { BoundParameter } from '../../kernel/query.ts';
import { RunnerError } from '../runner.ts';
import { valueProblem } from './parameter-values.ts';

/**
 * A value as it travels: always text of type NVarChar(max(1, length)), NVarChar(MAX) above 4,000 characters. The
 * driver's own encoders of dates, decimals, bits and money alter values silently, so none of them is used.
 */
export interface SentParameter {
  /** `__p0`, without the `@`. */
  readonly name: string;
  readonly text: string;
}

export interface BoundParameters {
  readonly sent: readonly SentParameter[];
  /** One DECLARE per marker: the server turns the text into the declared type, or fails. */
  readonly declarations: readonly string[];
  /** `@cutoff date, @company nvarchar(2)`: what describe is told; null without parameters. */
  readonly types: string | null;
}

/** SQL Server takes 2,100 per call, and the statement and its declarations are two of them. */
const MOST_PARAMETERS = 2098;
const NAME = /^[A-Za-z_][A-Za-z0-9_]{0,60}$/;

/**
 * Text gets the length of its value, so that nothing is cut. It declares no collation, nor could it: in a comparison a
 * variable's collation gives way to the column's, and the catalog's text columns stand under one binary collation
 * (portable-sql C1).
 */
function serverType({ type, value }: BoundParameter): string {
  switch (type) {
    case 'integer':
      return 'bigint';
    case 'text':
      return value.length > 4000 ? 'nvarchar(max)' : `nvarchar(${Math.max(value.length, 1)})`;
    default:
      return type;
  }
}

/** Makes a typed variable of a sent text. Style 23 takes one form only, whatever the session's language. */
function declaration(name: string, type: string, sent: string): string {
  if (type.startsWith('nvarchar')) return `DECLARE @${name} ${type} = @${sent};`;
  const style = type === 'date' ? ', 23' : '';
  return `DECLARE @${name} ${type} = CONVERT(${type}, @${sent}${style});`;
}

/** @throws RunnerError QUERY_REJECTED for a name, a number of parameters or a value the server must not be sent */
export function bindParameters(parameters: readonly BoundParameter[]): BoundParameters {
  if (parameters.length > MOST_PARAMETERS) {
    throw new RunnerError(
      'QUERY_REJECTED',
      `the query has ${parameters.length} parameters; SQL Server takes ${MOST_PARAMETERS} of one statement`,
      { advice: 'Shorten the lists, or join to a table that holds their values.' },
    );
  }
  const seen = new Set<string>();
  const bound = parameters.map((parameter, index) => {
    requireName(parameter.name, seen);
    const problem = valueProblem(parameter.type, parameter.value);
    if (problem !== null) {
      throw new RunnerError('QUERY_REJECTED', `parameter @${parameter.name}: ${problem}`, {
        advice: 'Give the value in exactly that form; nothing is guessed or rounded.',
      });
    }
    const type = serverType(parameter);
    return { name: parameter.name, type, sent: { name: `__p${index}`, text: parameter.value } };
  });
  return {
    sent: bound.map(({ sent }) => sent),
    declarations: bound.map(({ name, type, sent }) => declaration(name, type, sent.name)),
    types: bound.length === 0 ? null : bound.map(({ name, type }) => `@${name} ${type}`).join(', '),
  };
}

function requireName(name: string, seen: Set<string>): void {
  if (!NAME.test(name) || name.startsWith('__')) {
    throw new RunnerError(
      'QUERY_REJECTED',
      `${JSON.stringify(name)} is no parameter name: letters, digits and _ only, at most 61, and __ is reserved`,
      { advice: 'Rename the parameter.' },
    );
  }
  if (seen.has(name.toLowerCase())) {
    throw new RunnerError('QUERY_REJECTED', `two parameters are named @${name}, case ignored`, {
      advice: 'Rename one of them: the server does not tell them apart.',
    });
  }
  seen.add(name.toLowerCase());
}
