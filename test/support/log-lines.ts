/** A line of what a run says as JSON. */
interface LogLine {
  readonly at: string;
  readonly level: string;
  readonly event: string;
  readonly run_id: string | null;
  readonly item: string | null;
  readonly entity: string | null;
  readonly fields: { readonly [name: string]: unknown };
}

export function logLines(stderr: string): readonly LogLine[] {
  return stderr
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map((line) => JSON.parse(line) as LogLine);
}
