/**
 * csv/v1 (evidence-package 3.1): UTF-8, LF after every record, header first; a field is quoted if and only if
 * it is the empty string or holds a comma, a quote, LF, CR or `#`; NULL is the empty unquoted field.
 */
export const CSV_DIALECT = 'csv/v1';

const MUST_QUOTE = /^$|[,"\n\r#]/;

/** One field of a record. */
export function csvField(value: string | null): string {
  if (value === null) return '';
  return MUST_QUOTE.test(value) ? `"${value.replaceAll('"', '""')}"` : value;
}

/** One record with its LF. */
export function csvRecord(values: readonly (string | null)[]): string {
  return `${values.map(csvField).join(',')}\n`;
}
