import { refuse } from './athena-failure.ts';
import { type Members, ServiceFault } from './service.ts';

/** A required or optional member, read from what a client sent. Members nobody reads are ignored. */
const WIRE_TYPES: Readonly<Record<string, string>> = {
  string: 'STRING_VALUE',
  number: 'NUMBER_VALUE',
  boolean: 'TRUE_VALUE',
  object: 'START_OBJECT',
};

function wrongType(value: unknown, wanted: string): never {
  throw new ServiceFault('SerializationException', {
    Message: `${WIRE_TYPES[typeof value]} can not be converted to ${wanted}`,
  });
}

function memberName(name: string): string {
  return name.charAt(0).toLowerCase() + name.slice(1);
}

/** @throws ServiceFault the service's own check of a member's form */
export function constrain(name: string, value: string, constraint: string): never {
  return refuse(
    'INVALID_INPUT',
    `1 validation error detected: Value ${value}at '${memberName(name)}' failed to satisfy constraint: ${constraint}`,
  );
}

export function optionalText(input: Members, name: string): string | undefined {
  const value = input[name] ?? undefined;
  return value === undefined || typeof value === 'string' ? value : wrongType(value, 'a String');
}

export function requiredText(input: Members, name: string): string {
  return optionalText(input, name) ?? constrain(name, 'null ', 'Member must not be null');
}

export function optionalInteger(input: Members, name: string): number | undefined {
  const value = input[name] ?? undefined;
  return value === undefined || typeof value === 'number' ? value : wrongType(value, 'an Integer');
}

export function optionalTexts(input: Members, name: string): readonly string[] | undefined {
  const value = input[name] ?? undefined;
  if (value === undefined) return undefined;
  if (!Array.isArray(value)) return wrongType(value, 'a List');
  return value.map((one: unknown) => (typeof one === 'string' ? one : wrongType(one, 'a String')));
}

export function optionalMembers(input: Members, name: string): Members | undefined {
  const value = input[name] ?? undefined;
  if (value === undefined) return undefined;
  if (typeof value !== 'object' || Array.isArray(value)) return wrongType(value, 'a Structure');
  return value as Members; // an object of JSON
}

export function lengthWithin(name: string, text: string, least: number, most: number): void {
  if (text.length < least) {
    constrain(name, '', `Member must have length greater than or equal to ${least}`);
  }
  if (text.length > most) {
    constrain(name, '', `Member must have length less than or equal to ${most}`);
  }
}
