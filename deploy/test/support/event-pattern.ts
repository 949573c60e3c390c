import { isObject, type Json } from './templates.ts';

/** Would EventBridge hand such an event to a rule with this pattern? Knows literals, objects and `$or`. */
export function catches(pattern: Json | undefined, event: unknown): boolean {
  if (Array.isArray(event)) return event.some((each) => catches(pattern, each));
  if (Array.isArray(pattern)) return pattern.some((each) => each === event);
  if (!isObject(pattern)) throw new Error(`no pattern: ${JSON.stringify(pattern)}`);
  if (typeof event !== 'object' || event === null) return false;
  const members = new Map(Object.entries(event));
  return Object.entries(pattern).every(([key, wanted]) =>
    key === '$or' && Array.isArray(wanted)
      ? wanted.some((each) => catches(each, event))
      : members.has(key) && catches(wanted, members.get(key)),
  );
}
