import { type Names, typeOf } from './infer.ts';
import type { Expression } from './sql-tree.ts';

/** Is it a day, whatever type it was cast to? Then it is the first instant of that day. */
function isDay(expression: Expression, names: Names): boolean {
  switch (expression.kind) {
    case 'text':
      return true;
    case 'cast':
      return isDay(expression.value, names);
    case 'call':
      return expression.args.some((each) => isDay(each, names));
    case 'case':
      return [...expression.branches.map(({ result }) => result), expression.otherwise].some(
        (each) => each !== undefined && isDay(each, names),
      );
    default:
      return typeOf(expression, names).kind === 'date';
  }
}

/** Is it an instant of the source, with hours and fractions? */
export function isInstant(expression: Expression, names: Names): boolean {
  return typeOf(expression, names).kind === 'timestamp' && !isDay(expression, names);
}

/** Is an instant of the source among them beside a day? */
export function mixesInstantAndDay(operands: readonly Expression[], names: Names): boolean {
  return (
    operands.some((each) => isInstant(each, names)) && operands.some((each) => isDay(each, names))
  );
}

/** Is it this parameter, whatever it is cast to? */
export function isParameter(expression: Expression, name: string): boolean {
  if (expression.kind === 'cast') return isParameter(expression.value, name);
  return expression.kind === 'parameter' && expression.at.value === name;
}

function isCutoff(expression: Expression): boolean {
  return isParameter(expression, 'cutoff');
}

/** `day <= :period_next` takes in a day of the next period, and `day > :period_next` leaves it out of both. */
export function reachesNextPeriod(operator: string, left: Expression, right: Expression): boolean {
  if (operator === '>=' || operator === '<')
    return reachesNextPeriod(operator === '<' ? '>' : '<=', right, left);
  return ['<=', '>'].includes(operator) && isParameter(right, 'period_next');
}

/**
 * Is an instant compared with a day for being equal? With the first instant of a period, written as an instant by a
 * CAST, it may be: that is how a snapshot is named. With the cutoff or a day of the rows it is not.
 */
export function equalsDay(operands: readonly Expression[], names: Names): boolean {
  const days = operands.filter((each) => isDay(each, names) && !isNamedInstant(each));
  return days.length > 0 && operands.some((each) => isInstant(each, names));
}

function isNamedInstant(expression: Expression): boolean {
  return (
    expression.kind === 'cast' &&
    expression.target.name === 'TIMESTAMP' &&
    expression.value.kind === 'parameter' &&
    !isCutoff(expression.value)
  );
}

/** `instant < :cutoff`: the cutoff is the last day of the period, and its instants come after its first. */
export function losesCutoffDay(
  operator: string,
  left: Expression,
  right: Expression,
  names: Names,
): boolean {
  if (operator === '>') return losesCutoffDay('<', right, left, names);
  return operator === '<' && typeOf(left, names).kind === 'timestamp' && isCutoff(right);
}
