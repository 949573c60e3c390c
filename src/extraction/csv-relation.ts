import { quoteLiteral } from '../workbench/identifiers.ts';

/** Longest record that is read; a longer one is an error, never a short result. */
const LONGEST_RECORD = 16 * 1024 * 1024;
/** DuckDB would take sixteen times the longest record. */
const BUFFER = 2 * LONGEST_RECORD;

/**
 * SQL for the records of csv/v1 files as text under the given names: nothing is detected, an empty unquoted field
 * is NULL, `""` is empty text. A line end in a field is safe; reading in parallel is not worth the doubt then.
 */
export function csvRelation(
  files: readonly string[],
  names: readonly string[],
  { parallel = true } = {},
): string {
  const options = [
    'header = true',
    'auto_detect = false',
    "delim = ','",
    "quote = '\"'",
    "escape = '\"'",
    "new_line = '\\n'",
    "nullstr = ''",
    'allow_quoted_nulls = false',
    'strict_mode = true',
    `max_line_size = ${LONGEST_RECORD}`,
    `buffer_size = ${BUFFER}`,
    `parallel = ${parallel}`,
    `columns = {${names.map((name) => `${quoteLiteral(name)}: 'VARCHAR'`).join(', ')}}`,
  ];
  return `read_csv([${files.map(quoteLiteral).join(', ')}], ${options.join(', ')})`;
}
