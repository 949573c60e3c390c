/** A query's text inside the statement that was sent: `kept` joined and then `leftOut` are the text, byte for byte. */
export interface ReviewedParts {
  /** What stands in the statement, in this order: one piece, or two with the wrapping between them. */
  readonly kept: readonly string[];
  /** What the wrapping cannot hold: a last semicolon, comments after it, an ORDER BY that is rebuilt outside. */
  readonly leftOut: string;
}

/** Whether a statement holds a text unchanged: nothing is missing between its parts, and they stand there in order. */
export function holdsReviewedText(
  statement: string,
  text: string,
  { kept, leftOut }: ReviewedParts,
): boolean {
  if ([...kept, leftOut].join('') !== text) return false;
  let from = 0;
  return kept.every((part) => {
    const found = statement.indexOf(part, from);
    from = found + part.length;
    return found >= 0;
  });
}
