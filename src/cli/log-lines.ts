import type { RunListener } from '../app/execute-run.ts';

type OnEvent = NonNullable<RunListener['onEvent']>;

/** Fields of one JSON line; docs/operations.md lists the events. */
interface LogLine {
  readonly at: string;
  readonly level: string;
  readonly event: string;
  readonly run_id: string | null;
  readonly item: string | null;
  readonly entity: string | null;
  readonly period: string | null;
  readonly fields: { readonly [name: string]: unknown };
}

function write(stream: NodeJS.WriteStream, line: LogLine): void {
  stream.write(`${JSON.stringify(line)}\n`);
}

/** One JSON line for each event, so that a log collector needs to guess nothing. */
export function logEvents(stream: NodeJS.WriteStream): OnEvent {
  return ({ item, entity, period }, { at, level, name, fields }, runId) =>
    write(stream, { at, level, event: name, run_id: runId, item, entity, period, fields });
}

/** Something said before a run has an id: demo books being built, a request that is refused. */
export function logRemark(
  stream: NodeJS.WriteStream,
  level: 'INFO' | 'WARN' | 'ERROR',
  event: string,
  fields: LogLine['fields'],
): void {
  const at = new Date().toISOString();
  write(stream, { at, level, event, run_id: null, item: null, entity: null, period: null, fields });
}
