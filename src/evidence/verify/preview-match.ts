/** Data records at either end that a preview shows; an extract of at most twice as many stands in it whole. */
const SHOWN = 50;

/** Compares data_snapshot.csv with the extract while it passes by; holds nothing of the extract. */
export interface PreviewMatch {
  span(bytes: Uint8Array, recordEnds: Int32Array, records: number): void;
  /** Header, first and last 50 records, exact bytes, nothing else (evidence-package 2). */
  matches(): boolean;
}

export function startPreviewMatch(preview: Uint8Array, rows: number): PreviewMatch {
  const content = Buffer.from(preview.buffer, preview.byteOffset, preview.length);
  const lastOfHead = rows <= 2 * SHOWN ? rows : SHOWN;
  const firstOfTail = rows <= 2 * SHOWN ? rows + 1 : rows - SHOWN + 1;
  let record = 0;
  let at = 0;
  let equal = true;

  const compare = (bytes: Uint8Array, from: number, to: number) => {
    const next = at + to - from;
    equal &&= next <= content.length && content.compare(bytes, from, to, at, next) === 0;
    at = next;
  };
  return {
    span(bytes, recordEnds, count) {
      const endOf = (index: number) => (index < 0 ? 0 : (recordEnds[index] as number));
      const head = Math.min(count, lastOfHead - record + 1);
      if (head > 0) compare(bytes, 0, endOf(head - 1));
      const tail = Math.max(0, firstOfTail - record);
      if (tail < count) compare(bytes, endOf(tail - 1), endOf(count - 1));
      record += count;
    },
    matches: () => equal && at === content.length,
  };
}
