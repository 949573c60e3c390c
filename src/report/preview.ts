const LF = 0x0a;
const QUOTE = 0x22;

/** Records at either end of the extract that the preview shows. */
export const PREVIEW_RECORDS = 50;

/** Offsets at which csv/v1 records end (one past their LF), within whole records. */
function recordEnds(bytes: Uint8Array): number[] {
  const ends: number[] = [];
  let quoted = false;
  for (let at = 0; at < bytes.length; at += 1) {
    if (bytes[at] === QUOTE) quoted = !quoted;
    else if (bytes[at] === LF && !quoted) ends.push(at + 1);
  }
  return ends;
}

/**
 * data/04_data/data_snapshot.csv: header, first and last records, the exact bytes of the extract
 * (domain/sox.md I-1: a labelled preview, never the evidence itself).
 * `head` starts with the header and holds the first records or all; `tail` ends with the last record and both
 * consist of whole records.
 */
export function previewOf(records: number, head: Uint8Array, tail: Uint8Array): Uint8Array {
  const headEnds = recordEnds(head);
  if (records <= 2 * PREVIEW_RECORDS) return head.subarray(0, headEnds[records] ?? head.length);
  const tailEnds = recordEnds(tail);
  const first = head.subarray(0, headEnds[PREVIEW_RECORDS] ?? head.length);
  const last = tail.subarray(tailEnds.at(-1 - PREVIEW_RECORDS) ?? 0);
  return Buffer.concat([first, last]);
}

/** The cells of csv/v1 records, NULL apart from the empty text; for showing, not for verifying. */
export function previewRows(preview: Uint8Array): readonly (readonly (string | null)[])[] {
  let start = 0;
  return recordEnds(preview).map((end) => {
    const record = Buffer.from(preview.subarray(start, end - 1)).toString('utf8');
    start = end;
    // a comma before every field, the first one too: no match is ever empty
    return [...`,${record}`.matchAll(/,(?:"((?:[^"]|"")*)"|([^",]*))/g)].map(([, quoted, plain]) =>
      quoted === undefined ? plain || null : quoted.replaceAll('""', '"'),
    );
  });
}
