import type { Clock, Instant } from '../kernel/clock.ts';
import { canonicalJson, type Json } from '../kernel/json.ts';

export type LogLevel = 'INFO' | 'WARN' | 'ERROR';

/** One thing that happened in a run; the names are listed in docs/evidence-package.md. */
export interface LogEvent {
  readonly at: Instant;
  readonly level: LogLevel;
  readonly name: string;
  readonly fields: { readonly [name: string]: Json };
}

export interface ExecutionLog {
  record(name: string, fields?: { readonly [name: string]: Json }, level?: LogLevel): void;
  /** `data/execution.log` so far (evidence-package 3.4). */
  text(): string;
}

/** Control characters could forge log lines or drive a terminal: they are written as \\u escapes. */
function withoutControls(text: string): string {
  return text.replace(
    // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is looked for
    /[\u0000-\u001f\u007f-\u009f\u2028\u2029]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}

function hidden(value: Json, redact: (text: string) => string): Json {
  if (typeof value === 'string') return redact(value);
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map((each: Json) => hidden(each, redact));
  return Object.fromEntries(
    Object.entries(value).map(([key, each]) => [key, hidden(each, redact)]),
  );
}

/**
 * A log kept in memory until the package is sealed, each event passed on as it happens. `redact` keeps secrets out of
 * both, before anything is escaped.
 */
export function startExecutionLog(
  clock: Clock,
  onEvent: (event: LogEvent) => void,
  redact: (text: string) => string = (text) => text,
): ExecutionLog {
  const lines: string[] = [];
  return {
    record: (name, given = {}, level = 'INFO') => {
      const fields = Object.fromEntries(
        Object.entries(given).map(([field, value]) => [field, hidden(value, redact)]),
      );
      const event: LogEvent = { at: clock.now(), level, name, fields };
      lines.push(withoutControls(`${event.at} ${level} ${name} ${canonicalJson(fields)}`));
      onEvent(event);
    },
    text: () => lines.map((line) => `${line}\n`).join(''),
  };
}
