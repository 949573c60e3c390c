import type { DataType } from '../../kernel/data-type.ts';
import type { RowIndexBlock } from '../manifest/row-index.ts';
import { startBlockDigests } from './block-digests.ts';
import type { CellBatch } from './cell-batch.ts';
import type { ColumnFigures } from './column-scan.ts';
import { CsvFault, csvFault } from './csv-fault.ts';
import { type ExtractColumn, namedColumns } from './extract-columns.ts';
import { watchKey } from './key-watch.ts';
import { startPreviewMatch } from './preview-match.ts';
import type { RowTest } from './row-test.ts';
import { scanCsv } from './scan-csv.ts';

/** What the package states that decides how the extract is read. */
export interface ScanPlan {
  readonly columns: readonly ExtractColumn[];
  readonly sortKey: readonly string[];
  readonly blockRecords: number;
  readonly preview: Uint8Array;
  readonly statedRows: number;
  readonly rowTests: readonly RowTest[];
}

export interface ExtractColumnFigures extends ColumnFigures {
  readonly name: string;
  readonly type: DataType;
}

/** Everything the extract itself says, recomputed. */
export interface ExtractFigures {
  readonly rows: number;
  readonly bytes: number;
  readonly embeddedNewlines: number;
  readonly columns: readonly ExtractColumnFigures[];
  readonly blocks: readonly RowIndexBlock[];
  readonly previewMatches: boolean;
  readonly firstUnsorted: number | null;
  readonly brokenKeys: number;
  /** Records that break each row test, in the tests' order. */
  readonly brokenRows: readonly number[];
}

export interface ExtractScan {
  take(chunk: Uint8Array): void;
  /** The figures, or what breaks csv/v1. */
  end(): ExtractFigures | CsvFault;
}

/** Reads the extract once, in the order of its bytes, in constant memory. */
export function scanExtract(plan: ScanPlan): ExtractScan {
  const { columns, rowTests: tests } = plan;
  const scans = columns.map(({ scan }) => scan);
  const key = watchKey(
    namedColumns(columns, plan.sortKey).map(({ scan }) => scan),
    columns.filter(({ isKey }) => !isKey).map(({ scan }) => scan),
  );
  const brokenRows = tests.map(() => 0);
  const blocks = startBlockDigests(plan.blockRecords);
  const preview = startPreviewMatch(plan.preview, plan.statedRows);
  let records = 0;
  let bytes = 0;
  let fault: CsvFault | undefined;

  const csv = scanCsv(scans.length, {
    span(raw, recordEnds, count) {
      blocks.span(raw, recordEnds, count);
      preview.span(raw, recordEnds, count);
    },
    batch(batch) {
      const first = records === 0 ? 1 : 0;
      if (first === 1) checkHeader(columns, batch);
      records += batch.records;
      for (const scan of scans) scan.take(batch, first);
      key.take(first, batch.records);
      for (const [at, test] of tests.entries()) {
        brokenRows[at] = (brokenRows[at] as number) + test(batch, first);
      }
    },
  });
  const guarded = (step: () => void) => {
    try {
      if (fault === undefined) step();
    } catch (error) {
      fault = csvFault(error);
    }
  };
  return {
    take(chunk) {
      bytes += chunk.length;
      guarded(() => csv.take(chunk));
    },
    end() {
      guarded(() => csv.end());
      if (fault !== undefined) return fault;
      return {
        rows: records - 1,
        bytes,
        embeddedNewlines: csv.embeddedNewlines(),
        columns: columns.map(({ name, type, scan }) => ({ name, type, ...scan.figures() })),
        blocks: blocks.blocks(),
        previewMatches: preview.matches(),
        firstUnsorted: key.firstUnsorted(),
        brokenKeys: key.broken(),
        brokenRows,
      };
    },
  };
}

function checkHeader(columns: readonly ExtractColumn[], { words, starts, ends }: CellBatch): void {
  const text = Buffer.from(words.bytes.buffer);
  const found = columns.map((_column, at) =>
    text.toString('utf8', Math.max(0, starts[at] as number), ends[at]),
  );
  const expected = columns.map(({ name }) => name);
  if (expected.every((name, at) => name === found[at])) return;
  throw new CsvFault(0, `the header ${JSON.stringify(expected)}`, JSON.stringify(found));
}
