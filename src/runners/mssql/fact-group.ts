import { RunnerError } from '../runner.ts';
import { serverNumber } from './driver-errors.ts';
import type { MssqlSession } from './mssql-session.ts';
import { SmallAnswer } from './small-answer.ts';
import type { Watch } from './watchdog.ts';

/** What the server says about itself, by name. What it could not say is `unavailable: <number of its error>`. */
export type Facts = Readonly<Record<string, string>>;

/** Facts asked with one statement, so that one a server does not know costs no other. */
export interface FactGroup {
  /** What is selected, by name. */
  readonly expressions: Readonly<Record<string, string>>;
  /** At most so many rows. */
  readonly top?: number;
  /** FROM and what follows. */
  readonly from?: string;
  /** What the rows say together, where the answer is a list; all names it can give are in `names`. */
  readonly summary?: {
    readonly names: readonly string[];
    readonly of: (rows: readonly Facts[]) => Facts;
  };
}

export function isUnavailable(fact: string | undefined): boolean {
  return fact === undefined || fact.startsWith('unavailable');
}

/**
 * The facts of all groups, those of the first row of each.
 * @param database to ask in; null for the one of the session
 */
export async function askAll(
  session: MssqlSession,
  groups: readonly FactGroup[],
  watch: Watch,
  database: string | null = null,
): Promise<Facts> {
  const facts: Record<string, string> = {};
  for (const group of groups) {
    Object.assign(facts, (await askGroup(session, group, watch, database))[0]);
  }
  return facts;
}

/** One record of texts per row, or the summary of them all. @throws RunnerError when the connection fails */
export async function askGroup(
  session: MssqlSession,
  group: FactGroup,
  watch: Watch,
  database: string | null = null,
): Promise<readonly Facts[]> {
  const { expressions, summary } = group;
  const answer = new SmallAnswer('asking for facts', (rows) =>
    rows.length === 1 ? factsOf(rows[0] ?? {}) : { rows: String(rows.length) },
  );
  const asked = { purpose: 'facts', query: null, ...sentFor(textOf(group), database) } as const;
  try {
    await session.run(asked, watch, answer);
  } catch (thrown) {
    const number = serverNumber(thrown);
    if (!(thrown instanceof RunnerError) || thrown.transient || number === null) throw thrown;
    const names = summary?.names ?? Object.keys(expressions);
    return [Object.fromEntries(names.map((name) => [name, `unavailable: ${number}`]))];
  }
  const rows = answer.rows().map(factsOf);
  return summary === undefined ? rows : [summary.of(rows)];
}

function textOf({ expressions, from, top }: FactGroup): string {
  const items = Object.entries(expressions).map(
    ([name, expression]) => `CONVERT(nvarchar(4000), ${expression}) AS [${name}]`,
  );
  const limit = top === undefined ? '' : `TOP (${top}) `;
  const lines = [`SELECT ${limit}${items.join(', ')}`, ...(from === undefined ? [] : [from])];
  return `${lines.join('\n')};`;
}

/** Roles and rights are only told of the database one is in: its own procedure takes the question there. */
function sentFor(text: string, database: string | null) {
  if (database === null) return { text, parameters: [] };
  const procedure = `[${database.replaceAll(']', ']]')}].sys.sp_executesql`;
  return { text, procedure, parameters: [{ name: 'stmt', text }] };
}

function factsOf(row: Readonly<Record<string, unknown>>): Facts {
  return Object.fromEntries(
    Object.entries(row).map(([name, value]) => [name, value === null ? 'NULL' : String(value)]),
  );
}
