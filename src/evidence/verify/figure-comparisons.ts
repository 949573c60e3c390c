import { dataTypeText } from '../../kernel/data-type.ts';
import { differenceText } from '../../kernel/decimal.ts';
import type { Sha256 } from '../../kernel/digest.ts';
import type { DataSummary } from '../manifest/data-summary.ts';
import type { Evidence } from '../manifest/evidence-json.ts';
import { type IntegrityHash, integrityLine } from '../manifest/integrity-hash.ts';
import { MEMBER } from '../manifest/member-path.ts';
import { rowIndexText } from '../manifest/row-index.ts';
import type { ExtractSchema } from '../manifest/schema-json.ts';
import { rowIndexRoot } from './block-digests.ts';
import { type Comparison, comparing, given } from './fact-check.ts';
import { measureFigures } from './measure-comparisons.ts';
import type { ExtractColumnFigures, ExtractFigures } from './scan-extract.ts';
import type { Contents, Statements } from './statements.ts';

/** The extract, recomputed: its digest, its figures and the schema they were read by. */
export interface ReadExtract {
  readonly sha256: Sha256;
  readonly figures: ExtractFigures;
  readonly schema: ExtractSchema;
}

type ColumnsByName = ReadonlyMap<string, ExtractColumnFigures>;

/** Does every figure the package states come out of the extract again (evidence-package 8.2 step 4)? */
export function figureComparisons(
  extract: ReadExtract,
  { evidence, integrity, summary, measure }: Statements,
  contents: Contents,
): readonly Comparison[] {
  const { figures, sha256 } = extract;
  const root = rowIndexRoot(figures.blocks);
  const byName = new Map(figures.columns.map((column) => [column.name, column]));
  const of = (path: string) => comparing('figure_differs', path);
  return [
    ...given(evidence, root, (stated) => evidenceComparisons(extract, stated, root)),
    ...given(evidence?.data ?? undefined, integrity, (data, stated) => [
      of(MEMBER.integrity)(
        'row_index.block_records',
        data.rowIndex.blockRecords,
        stated.rowIndex.blockRecords,
      ),
    ]),
    ...given(evidence, byName, totalComparisons),
    ...given(evidence, byName, (stated) => gapComparisons(stated, figures.rows, byName)),
    ...given(integrity, root, (stated) => integrityComparisons(extract, stated, root)),
    ...given(summary, extract, summaryComparisons),
    ...given(measure, figures, measureFigures),
    ...given(contents.get(MEMBER.rowIndex), figures.blocks, (stated, blocks) => [
      of(MEMBER.rowIndex)('block index', ...firstOtherLine(rowIndexText(blocks), textOf(stated))),
    ]),
    ...given(contents.get(MEMBER.integrityLine), sha256, (stated, digest) => [
      of(MEMBER.integrityLine)('line', integrityLine(digest), textOf(stated)),
    ]),
    of(MEMBER.preview)('exact first and last records of the extract', true, figures.previewMatches),
    comparing('not_sorted', MEMBER.extract)(
      'first data record that does not ascend by the key',
      null,
      figures.firstUnsorted,
    ),
  ];
}

function textOf(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('latin1');
}

/** Two texts cut down to the first line in which they differ. */
function firstOtherLine(expected: string, actual: string): [string, string] {
  const [wanted, found] = [expected.split('\n'), actual.split('\n')];
  const at = wanted.findIndex((line, index) => line !== found[index]);
  if (at < 0) return [`${wanted.length} lines`, `${found.length} lines`];
  return [`line ${at + 1} ${wanted[at]}`, `line ${at + 1} ${found[at] ?? 'absent'}`];
}

function evidenceComparisons(
  { sha256, figures, schema }: ReadExtract,
  evidence: Evidence,
  root: string,
): readonly Comparison[] {
  const of = comparing('figure_differs', MEMBER.evidence);
  const { data } = evidence;
  return [
    of('data_hash', sha256, evidence.dataHash),
    of('row_count', figures.rows, evidence.rowCount),
    of('data.bytes', figures.bytes, data?.bytes),
    of('data.records', figures.rows + 1, data?.records),
    of('data.columns', schema.columns.length, data?.columns),
    of('data.embedded_newlines', figures.embeddedNewlines, data?.embeddedNewlines),
    of('data.sort_key', schema.sortKey, data?.sortKey),
    of('data.row_index.blocks', figures.blocks.length, data?.rowIndex.blocks),
    of('data.row_index.root', root, data?.rowIndex.root),
  ];
}

/** Control totals: the extract's own figure, and the difference to the independent one, which is taken as stated. */
function totalComparisons(evidence: Evidence, byName: ColumnsByName): readonly Comparison[] {
  const of = comparing('figure_differs', MEMBER.evidence);
  return evidence.controlTotals.flatMap((total) => {
    const sum = byName.get(total.name)?.sum ?? 'no number column of that name';
    const what = `control total ${JSON.stringify(total.name)}`;
    const difference =
      total.independent === null ? null : differenceText(total.extract, total.independent);
    return [
      of(what, sum, total.extract),
      of(`${what}, extract minus independent`, difference, total.difference),
    ];
  });
}

function gapComparisons(
  evidence: Evidence,
  rows: number,
  byName: ColumnsByName,
): readonly Comparison[] {
  const of = comparing('figure_differs', MEMBER.evidence);
  const { criticalColumnCompleteness: percents, criticalColumnGaps: gaps } = evidence;
  const names = Object.keys(percents);
  return [
    of('critical_column_gaps, for the same columns', names, Object.keys(gaps)),
    ...names.flatMap((name) => {
      const { nulls = -1, empties = -1 } = byName.get(name) ?? {};
      const filled = rows - nulls - empties;
      return [
        of(`gaps of ${JSON.stringify(name)}`, { null: nulls, empty: empties }, gaps[name]),
        of(`completeness of ${JSON.stringify(name)}`, percentText(filled, rows), percents[name]),
      ];
    }),
  ];
}

/** `99.9`: truncated, so 100.0 means no gap at all; nothing to fill is full (evidence-package 3.2). */
function percentText(filled: number, rows: number): string {
  const permille = rows === 0 ? 1000n : (BigInt(filled) * 1000n) / BigInt(rows);
  return `${permille / 10n}.${permille % 10n}`;
}

function integrityComparisons(
  { sha256, figures }: ReadExtract,
  stated: IntegrityHash,
  root: string,
): readonly Comparison[] {
  const of = comparing('figure_differs', MEMBER.integrity);
  return [
    of('hash_value', sha256, stated.hashValue),
    of('bytes', figures.bytes, stated.bytes),
    of('records', figures.rows + 1, stated.records),
    of('row_index.blocks', figures.blocks.length, stated.rowIndex.blocks),
    of('row_index.root', root, stated.rowIndex.root),
  ];
}

/** Every column's summary; an estimate of different values is labelled as one and not compared. */
function summaryComparisons(summary: DataSummary, { figures }: ReadExtract): readonly Comparison[] {
  const of = comparing('figure_differs', MEMBER.summary);
  const namesOf = (columns: readonly { readonly name: string }[]) => columns.map((c) => c.name);
  return [
    of('rows', figures.rows, summary.rows),
    of('bytes', figures.bytes, summary.bytes),
    of('columns', namesOf(figures.columns), namesOf(summary.columns)),
    ...figures.columns.flatMap((column, at) =>
      given(column, summary.columns[at], columnComparisons),
    ),
  ];
}

function columnComparisons(
  column: ExtractColumnFigures,
  stated: DataSummary['columns'][number],
): readonly Comparison[] {
  const of = (figure: string, expected: unknown, actual: unknown) =>
    comparing('figure_differs', MEMBER.summary)(
      `${figure} of column ${JSON.stringify(column.name)}`,
      expected,
      actual,
    );
  return [
    of('type', dataTypeText(column.type), stated.type),
    of('nulls', column.nulls, stated.nulls),
    of('empties', column.empties, stated.empties),
    of('min', column.min, stated.min),
    of('max', column.max, stated.max),
    of('sum', column.type.kind === 'decimal' ? column.sum : null, stated.sum),
    of('formula_like_cells', column.formulaLikeCells, stated.formulaLikeCells),
    of('distinct', column.distinct ?? stated.distinct.count, stated.distinct.count),
  ];
}
