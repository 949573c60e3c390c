/** A name as SQL of the workbench: `"Posting Date"`. The only way a name gets into a statement. */
export function quoteIdentifier(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}

/** A constant of a declaration as SQL text. Values of a run are bound, never quoted. */
export function quoteLiteral(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}
