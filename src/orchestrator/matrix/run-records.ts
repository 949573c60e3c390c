import type { EvidenceStore, PackageLocation } from '../../evidence/store/store.ts';
import { type Instant, millisecondsBetween } from '../../kernel/clock.ts';
import { type Sha256, startSha256 } from '../../kernel/digest.ts';
import type { ResultColumn } from '../../kernel/query.ts';
import { type Cell, type CellResult, cellExitCode, packageCell } from './cell.ts';
import type { Records } from './records.ts';
import { RUN_ITEM } from './run-definition.ts';

type Row = readonly (string | null)[];

function text(name: string, nullable = false): ResultColumn {
  return { name, type: { kind: 'text' }, nullable };
}

/** `12.3`: tenths of a second, never below zero. */
export function secondsText(milliseconds: number): string {
  const tenths = Math.max(0, Math.round(milliseconds / 100));
  return `${Math.floor(tenths / 10)}.${tenths % 10}`;
}

/** How long a sealed run took, as its package says. */
export function sealedSeconds(
  execution: { readonly startedAt: Instant },
  sealedAt: Instant,
): string {
  return secondsText(millisecondsBetween(execution.startedAt, sealedAt));
}

/** Cells of a record from `outcome` on, by what became of it; `exit_code` comes in between. */
function facts(result: CellResult): { readonly verdict: Row; readonly rest: Row } {
  switch (result.kind) {
    case 'run': {
      const { outcome, status, rowCount, contentDigest, sealed, identity, attempt, ...own } =
        result.result;
      return {
        verdict: [outcome, status],
        rest: [
          rowCount === null ? null : `${rowCount}`,
          contentDigest,
          sealed?.stored.location.packageName ?? null,
          sealed?.packageDigest ?? null,
          sealed?.stored.zipDigest ?? null,
          identity.startedAt,
          secondsText(own.durationMs),
          `${attempt}`,
          reasonOf(result.result),
        ],
      };
    }
    case 'already_sealed': {
      const { evidence, stored, packageDigest } = result.sealed;
      return {
        verdict: [evidence.outcome, evidence.validationStatus],
        rest: [
          evidence.rowCount === null ? null : `${evidence.rowCount}`,
          evidence.dataHash,
          evidence.package,
          packageDigest,
          stored.zipDigest,
          evidence.execution.startedAt,
          sealedSeconds(evidence.execution, evidence.sealedAt),
          `${evidence.execution.attempt}`,
          null,
        ],
      };
    }
    case 'not_performed':
      return {
        verdict: ['not_completed', 'NOT TESTED'],
        rest: [null, null, null, null, null, null, null, null, result.reason],
      };
  }
}

/** Why an item that was run is not completed: what failed, or which tests could not be performed. */
function reasonOf({
  failure,
  outcome,
  findings,
}: Extract<CellResult, { kind: 'run' }>['result']): string | null {
  if (failure !== null) return `while ${failure.stage}: ${failure.message}`;
  if (outcome !== 'not_completed') return null;
  const open = findings.filter(({ status }) => status === 'NOT TESTED' || status === 'ERROR');
  return `tests not performed: ${open.map(({ check }) => check.id).join(', ')}`;
}

/** One record for each result, in the columns of the run package. */
export function cellRecords(results: readonly CellResult[]): Records {
  return {
    name: 'extract',
    columns: RUN_ITEM.columns,
    rows: results.map((result) => {
      const { plan } = result.cell;
      const { verdict, rest } = facts(result);
      const { control, item, entity } = packageCell(plan);
      const head = [item, entity, control, plan.item.definition.title, result.kind];
      return [...head, ...verdict, `${cellExitCode(result)}`, ...rest];
    }),
  };
}

/** What was planned, told by the plan alone: the figures the records are tested against. */
export function plannedRecords(cells: readonly Cell[]): readonly Records[] {
  const ids = cells.map(({ plan }) => plan.item.definition.id);
  const counts = [...new Set(ids)].map((id) => [id, `${ids.filter((one) => one === id).length}`]);
  const count: ResultColumn = { name: 'row_count', type: { kind: 'integer' }, nullable: false };
  return [
    { name: 'completeness', columns: [text('item'), count], rows: counts },
    {
      name: 'planned',
      columns: [text('item'), text('entity')],
      rows: cells.map(({ plan }) => [plan.item.definition.id, plan.entity]),
    },
  ];
}

/** The packages of the results as they stand in the store now, every byte read again. */
export async function storedRecords(
  results: readonly CellResult[],
  store: EvidenceStore,
): Promise<Records> {
  const rows: Row[] = [];
  for (const result of results) {
    const location = locationOf(result);
    if (location === null) continue;
    const found = await digestIn(store, location);
    rows.push([location.item, location.entity, location.packageName, found]);
  }
  return {
    name: 'stored',
    columns: [text('item'), text('entity'), text('package'), text('zip_sha256', true)],
    rows,
  };
}

function locationOf(result: CellResult): PackageLocation | null {
  switch (result.kind) {
    case 'run':
      return result.result.sealed?.stored.location ?? null;
    case 'already_sealed':
      return result.sealed.stored.location;
    case 'not_performed':
      return null;
  }
}

/** Null where the store cannot give the package: that is a finding, not a fault. */
async function digestIn(store: EvidenceStore, location: PackageLocation): Promise<Sha256 | null> {
  try {
    const digest = startSha256();
    for await (const chunk of store.read(location)) digest.update(chunk);
    return digest.digest();
  } catch {
    return null;
  }
}
