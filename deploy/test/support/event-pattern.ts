import { matches } from './evaluate.ts';
import { isObject, type Json } from './templates.ts';

/** Would EventBridge hand such an event to a rule with this pattern? Knows literals, prefix, wildcard, exists and `$or`. */
export function catches(pattern: Json | undefined, event: unknown): boolean {
  if (Array.isArray(event)) return event.some((each) => catches(pattern, each));
  if (Array.isArray(pattern)) return pattern.some((each) => isMet(each, event));
  if (!isObject(pattern)) throw new Error(`no pattern: ${JSON.stringify(pattern)}`);
  if (typeof event !== 'object' || event === null) return false;
  const members = new Map(Object.entries(event));
  return Object.entries(pattern).every(([key, wanted]) =>
    key === '$or' && Array.isArray(wanted)
      ? wanted.some((each) => catches(each, event))
      : members.has(key) && catches(wanted, members.get(key)),
  );
}

function isMet(wanted: Json, value: unknown): boolean {
  if (!isObject(wanted)) return wanted === value;
  const text = String(value);
  if (typeof wanted['prefix'] === 'string') return text.startsWith(wanted['prefix']);
  if (typeof wanted['wildcard'] === 'string') return matches(wanted['wildcard'], text);
  // of what holds other things AWS says: "Exists matching only works on leaf nodes"
  if (wanted['exists'] === true) return typeof value !== 'object' || value === null;
  throw new Error(`not understood: ${JSON.stringify(wanted)}`);
}
