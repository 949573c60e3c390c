import type { Evidence } from '../manifest/evidence-json.ts';
import { MEMBER } from '../manifest/member-path.ts';
import type { ExtractSchema } from '../manifest/schema-json.ts';
import type { CheckResult } from '../manifest/validation-results.ts';
import type { ContainerMember } from './container.ts';
import { CsvFault } from './csv-fault.ts';
import { startColumns } from './extract-columns.ts';
import { differing } from './fact-check.ts';
import { figureComparisons } from './figure-comparisons.ts';
import { measureNotChecked } from './measure-comparisons.ts';
import type { PackageFile } from './package-file.ts';
import { type ReadMember, readMember } from './read-member.ts';
import { checkDefects, type RecomputableCheck, recomputableChecks } from './recompute-checks.ts';
import type { Defect } from './report.ts';
import { type ExtractFigures, scanExtract } from './scan-extract.ts';
import type { Contents, Statements } from './statements.ts';

/** The extract, read once: its digest, and what it says against what the package states. */
export interface ExtractResult {
  readonly member: ReadMember;
  readonly rows: number;
  readonly checksRecomputed: number;
  readonly defects: readonly Defect[];
  readonly notChecked: readonly string[];
}

/** Unpacks, digests and recomputes data/ipe_data.csv in one pass (evidence-package 8.2 steps 2 and 4). */
export async function readExtract(
  file: PackageFile,
  member: ContainerMember,
  stated: Statements,
  contents: Contents,
): Promise<ExtractResult> {
  const { evidence, schema } = stated;
  if (evidence === undefined || schema === undefined) {
    return {
      member: await readMember(file, member, () => undefined),
      rows: 0,
      checksRecomputed: 0,
      defects: [],
      notChecked: [`${MEMBER.extract}: evidence.json or schema.json cannot be read`],
    };
  }
  const reading = startReading(evidence, schema, stated, contents);
  const read = await readMember(file, member, reading.scan.take);
  // Bytes that could not be unpacked as declared are a defect already; nothing can be concluded from them.
  if (read.sha256 === null) {
    const notChecked = [`${MEMBER.extract}: it could not be unpacked`];
    return { member: read, rows: 0, checksRecomputed: 0, defects: [], notChecked };
  }
  const figures = reading.scan.end();
  if (figures instanceof CsvFault) {
    const { record, expected, actual } = figures;
    const place = record === 0 ? 'header' : `record ${record}`;
    return {
      member: read,
      rows: 0,
      checksRecomputed: 0,
      defects: [{ code: 'bad_csv', path: member.path, expected: `${place}: ${expected}`, actual }],
      notChecked: [`${MEMBER.extract}: what follows the place where it breaks csv/v1`],
    };
  }
  const { checks, recipes } = reading;
  const extract = { sha256: read.sha256, figures, schema };
  const brokenRows = new Map(
    recipes.map((recipe, index) => [recipe, figures.brokenRows[index] as number]),
  );
  return {
    member: read,
    rows: figures.rows,
    checksRecomputed: checks.filter(({ recipe }) => recipe !== undefined).length,
    defects: [
      ...differing(figureComparisons(extract, stated, contents)),
      ...checkDefects(checks, figures, brokenRows),
      ...unstatedDefects(figures, stated.results?.checks ?? []),
    ],
    notChecked: notRecomputed(stated, checks),
  };
}

function startReading(
  evidence: Evidence,
  schema: ExtractSchema,
  { results, summary }: Statements,
  contents: Contents,
) {
  const stated = results?.checks ?? [];
  const uniqueKey = stated.find(({ kind }) => kind === 'unique_key');
  const columns = startColumns(schema, summary, uniqueKey?.status !== 'PASS');
  const independent = new Map(
    evidence.controlTotals.map((total) => [total.name, total.independent]),
  );
  const checks = recomputableChecks(stated, { columns, independent });
  const tested = checks.flatMap(({ recipe }) =>
    recipe === undefined || recipe.rowTest === null ? [] : [{ recipe, test: recipe.rowTest }],
  );
  const scan = scanExtract({
    columns,
    sortKey: schema.sortKey,
    blockRecords: evidence.data?.rowIndex.blockRecords ?? 256,
    preview: contents.get(MEMBER.preview) ?? new Uint8Array(0),
    statedRows: evidence.rowCount ?? 0,
    rowTests: tested.map(({ test }) => test),
  });
  return { scan, checks, recipes: tested.map(({ recipe }) => recipe) };
}

/** Doubled keys and misfits are no defect where a test was performed again, or does not claim that there are none. */
function unstatedDefects(
  { brokenKeys, columns }: ExtractFigures,
  checks: readonly CheckResult[],
): readonly Defect[] {
  const claimsNothing = (kind: string) =>
    checks.some((check) => check.kind === kind && (check.recomputable || check.status !== 'PASS'));
  const misfits = columns.reduce((sum, column) => sum + column.misfits, 0);
  const found = [
    { kind: 'unique_key', count: brokenKeys, what: 'every record to have a key of its own' },
    { kind: 'fits_type', count: misfits, what: 'every cell to fit its declared type' },
  ];
  return found
    .filter(({ kind, count }) => count > 0 && !claimsNothing(kind))
    .map(({ count, what }) => ({
      code: 'not_stated',
      path: MEMBER.extract,
      expected: `${what}, or a test that says otherwise`,
      actual: `${count} that do not`,
    }));
}

function notRecomputed(
  { results, summary, measure }: Statements,
  checks: readonly RecomputableCheck[],
): readonly string[] {
  const others = (results?.checks ?? []).filter(({ recomputable }) => !recomputable);
  const unread = checks.filter(({ recipe }) => recipe === undefined);
  const estimates = (summary?.columns ?? []).filter(({ distinct }) => !distinct.exact);
  const names = (list: readonly { readonly name?: string; readonly id?: string }[]) =>
    list.map(({ name, id }) => name ?? id).join(', ');
  return [
    ...(others.length > 0
      ? [`tests that need the source, its queries or parameters: ${names(others)}`]
      : []),
    ...(unread.length > 0
      ? [`tests this version cannot perform again: ${names(unread.map(({ check }) => check))}`]
      : []),
    ...(estimates.length > 0
      ? [`numbers of different values that are labelled estimates: ${names(estimates)}`]
      : []),
    ...measureNotChecked(measure),
  ];
}
