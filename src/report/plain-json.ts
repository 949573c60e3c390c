import type { Json } from '../kernel/json.ts';

/** Plain data of a definition as JSON; members that are not set are left out. */
export function plainJson(value: unknown): Json {
  if (value === null || typeof value === 'boolean' || typeof value === 'string') return value;
  if (typeof value === 'number') return value;
  if (Array.isArray(value)) return value.map(plainJson);
  if (typeof value === 'object') {
    return Object.fromEntries(
      Object.entries(value)
        .filter(([, member]) => member !== undefined)
        .map(([name, member]) => [name, plainJson(member)]),
    );
  }
  throw new TypeError(`a definition cannot hold a ${typeof value}`);
}
