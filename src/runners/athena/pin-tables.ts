import type { LakeTable } from './athena-options.ts';
import { type SqlToken, significant } from './sql-tokens.ts';
import { rejected, tableReferences } from './table-references.ts';

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
