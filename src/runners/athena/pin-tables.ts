import { RunnerError } from '../runner.ts';
import type { LakeTable } from './athena-options.ts';
import { isMark, isWord, nameOf, type SqlToken, significant } from './sql-tokens.ts';

/** A table read as of one snapshot. */
export interface Pin extends LakeTable {
  /** Decimal digits; an integer of 64 bits. */
  readonly snapshot: string;
  readonly committedAt: string;
}

/** A query's text in pieces, and what stands between them once its tables are pinned. */
export interface PinnedText {
  readonly text: string;
  /** Joined they are the reviewed text. */
  readonly kept: readonly string[];
}

/**
 * Puts the snapshot behind every table of the text: `"db"."t" FOR VERSION AS OF 5`. The id is no value position, so it
 * is placed here, from digits only.
 * @throws RunnerError QUERY_REJECTED for a table that was not pinned, or that cannot be told from a name of the query
 */
export function pinTables(
  query: string,
  tokens: readonly SqlToken[],
  pins: readonly Pin[],
  databases: readonly string[],
): PinnedText {
  const inserts = new Map(
    tableReferences(query, significant(tokens), databases).map(({ last, database, table }) => {
      const pin = pins.find(
        (each) => each.database.toLowerCase() === database && each.table.toLowerCase() === table,
      );
      if (pin === undefined || !/^[0-9]{1,19}$/.test(pin.snapshot)) {
        throw rejected(query, `"${database}"."${table}" is not among the pinned tables`);
      }
      return [last, ` FOR VERSION AS OF ${pin.snapshot}`] as const;
    }),
  );
  const kept: string[] = [''];
  let text = '';
  for (const token of tokens) {
    kept[kept.length - 1] += token.text;
    text += token.text;
    const insert = inserts.get(token);
    if (insert === undefined) continue;
    text += insert;
    kept.push('');
  }
  return { text, kept: kept.filter((part) => part !== '') };
}

interface TableReference {
  readonly database: string;
  readonly table: string;
  /** The last token of the name. */
  readonly last: SqlToken;
}

function tableReferences(
  query: string,
  tokens: readonly SqlToken[],
  databases: readonly string[],
): readonly TableReference[] {
  const own = commonTables(tokens);
  const folded = databases.map((database) => database.toLowerCase());
  const references: TableReference[] = [];
  // FROM inside TRIM(… FROM …) begins no list of tables
  const insideCall: boolean[] = [];
  for (const [index, token] of tokens.entries()) {
    if (isMark(token, '('))
      insideCall.push(isWord(tokens[index - 1], 'TRIM', 'EXTRACT', 'SUBSTRING'));
    else if (isMark(token, ')')) insideCall.pop();
    const first = nameOf(token);
    const opens = isWord(tokens[index - 1], 'FROM', 'JOIN') && !insideCall.at(-1);
    if (opens && first === undefined) {
      if (isMark(token, '(')) continue;
      throw rejected(query, `what follows ${tokens[index - 1]?.text} is no table`);
    }
    if (first === undefined) continue;
    const dotted = isMark(tokens[index + 1], '.');
    if (opens && !dotted && !own.has(first)) {
      throw rejected(query, `"${first}" names no database and is no WITH of the query`);
    }
    // a database's name that stands anywhere else may be a table that would go unpinned
    const suspicious = dotted && folded.includes(first) && !isMark(tokens[index - 1], '.');
    if (!opens && suspicious) throw rejected(query, `"${first}" stands outside of FROM and JOIN`);
    if (!opens || !dotted) continue;
    const [last, after] = [tokens[index + 2], tokens[index + 3]];
    const table = nameOf(last);
    if (last === undefined || table === undefined || isMark(after, '.')) {
      throw rejected(query, `"${first}" begins no name of two parts`);
    }
    if (isWord(after, 'FOR')) throw rejected(query, `"${first}"."${table}" is pinned by the query`);
    references.push({ database: first, table, last });
  }
  return references;
}

/** `name AS (` and `name (a, b) AS (` */
function commonTables(tokens: readonly SqlToken[]): ReadonlySet<string> {
  const names = tokens.flatMap((token, index) => {
    const name = nameOf(token);
    const before = tokens[index - 1];
    if (name === undefined || !(isWord(before, 'WITH') || isMark(before, ','))) return [];
    let next = index + 1;
    if (isMark(tokens[next], '(')) {
      next = tokens.findIndex((each, at) => at > next && isMark(each, ')')) + 1;
    }
    return isWord(tokens[next], 'AS') && isMark(tokens[next + 1], '(') ? [name] : [];
  });
  return new Set(names);
}

function rejected(query: string, how: string): RunnerError {
  return new RunnerError('QUERY_REJECTED', `query ${query} cannot be pinned: ${how}`, {
    advice:
      'Name every table as "database"."table" behind FROM or JOIN, or set the consistency of the source to bracketed.',
  });
}
