import { join } from 'node:path';
import { type CompressedFile, deflateFile } from '../evidence/seal/deflate-file.ts';
import type { Extract } from '../extraction/extract.ts';
import { ExtractionError } from '../extraction/extraction-error.ts';
import { type LandedControl, landControl } from '../extraction/land-control.ts';
import { landExtract } from '../extraction/land-extract.ts';
import { scanJson } from '../kernel/scan.ts';
import type { Extraction } from '../report/run-record.ts';
import { scansOf } from '../report/scans.ts';
import { RunnerError } from '../runners/runner.ts';
import type { DeliveredControl } from '../validation/check-facts.ts';
import type { Finding } from '../validation/finding.ts';
import { type Measure, measureExtract } from '../validation/measure.ts';
import { validate } from '../validation/validate.ts';
import { Workbench } from '../workbench/workbench.ts';
import type { Answers, Collect, CollectRequest } from './collect.ts';
import { failureOf } from './failure-of.ts';
import { independentFigures } from './independent-figures.ts';
import type { FailedPart } from './item-result.ts';
import type { RunPorts } from './run-ports.ts';

/** Everything a run has to show when it is sealed. */
export interface Gathered {
  readonly extraction: Extraction;
  /** Who failed, where the extraction did not complete. */
  readonly failedPart: FailedPart | null;
  readonly findings: readonly Finding[];
  /** The extract, compressed while it was tested. */
  readonly compressed: CompressedFile | null;
  readonly controls: readonly LandedControl[];
}

interface GatherRequest extends CollectRequest {
  readonly ports: RunPorts;
  readonly collect: Collect;
}

type Stage = 'reading the source' | 'landing the rows' | 'testing';

/** What a runner reports although the source is well: somebody stopped it, or this machine has no room. */
const NOT_THE_SOURCE: readonly RunnerError['code'][] = ['CANCELLED', 'OUT_OF_RESOURCES'];

function failedPartOf(thrown: unknown): FailedPart {
  if (thrown instanceof RunnerError) {
    return NOT_THE_SOURCE.includes(thrown.code) ? 'machine' : 'source';
  }
  return thrown instanceof ExtractionError ? 'data' : 'machine';
}

/**
 * Reads the source, lands the extract and its control figures, and tests them. A failure at any point ends in
 * `completed: false` with the reason and without any rows; nothing is taken from elsewhere (domain/sox.md ST-2).
 */
export async function gather(request: GatherRequest): Promise<Gathered> {
  const { log } = request;
  let stage: Stage = 'reading the source';
  try {
    return await extractAndTest(request, (next) => {
      stage = next;
    });
  } catch (thrown) {
    const failure = failureOf(thrown, stage, request.ports.redact);
    log.record('run.failed', { stage, code: failure.code, message: failure.message }, 'ERROR');
    return {
      extraction: { completed: false, failure },
      failedPart: failedPartOf(thrown),
      findings: [],
      compressed: null,
      controls: [],
    };
  }
}

async function extractAndTest(
  request: GatherRequest,
  enter: (stage: Stage) => void,
): Promise<Gathered> {
  const { plan, ports, folder, signal } = request;
  try {
    await request.collect(request);
  } finally {
    const scan = scansOf(request.answers.statements);
    if (scan !== null) request.log.record('source.scanned', scanJson(scan));
  }
  enter('landing the rows');
  const workbench = await Workbench.open({
    folder,
    memoryLimit: ports.memoryLimit,
    ...(ports.threads === null ? {} : { threads: ports.threads }),
  });
  try {
    const { extract, controls } = await land(request, workbench);
    const independent = await independentFigures(workbench, plan, controls);
    enter('testing');
    const measure = await measured(request, workbench, extract, controls);
    const [compressed, findings] = await Promise.all([
      deflateFile({ source: extract.csvPath, target: join(folder, 'ipe_data.deflate'), signal }),
      test(request, workbench, extract, controls),
    ]);
    return {
      extraction: { completed: true, extract, independent, measure },
      failedPart: null,
      findings,
      compressed,
      controls,
    };
  } finally {
    await workbench.close();
  }
}

async function land(
  { plan, folder, log, signal, answers }: GatherRequest,
  workbench: Workbench,
): Promise<{ extract: Extract; controls: readonly LandedControl[] }> {
  const delivered = answers.deliveries.get('extract');
  if (delivered === undefined) throw new Error('the extract was never delivered');
  const { definition, columns } = plan.item;
  const extract = await landExtract({
    delivery: delivered.delivery,
    columns,
    key: definition.key,
    controlTotals: definition.controlTotals,
    workbench,
    folder,
    signal,
  });
  log.record('extract.landed', {
    rows: extract.recordCount,
    bytes: extract.bytes,
    sha256: extract.contentDigest,
  });
  const controls: LandedControl[] = [];
  for (const [name, { delivery, columns: own }] of answers.deliveries) {
    if (name === 'extract') continue;
    const control = await landControl({
      delivery,
      name,
      columns: own,
      workbench,
      folder,
      signal,
    });
    controls.push(control);
    log.record('control.landed', { query: name, rows: control.rows });
  }
  return { extract, controls };
}

function engineRows({ deliveries }: Answers, query: string): number {
  return deliveries.get(query)?.delivery.receipt.engineRows ?? Number.NaN;
}

function deliveredControls(
  answers: Answers,
  controls: readonly LandedControl[],
): readonly DeliveredControl[] {
  return controls.map(({ name, columns, rows }) => ({
    name,
    columns,
    engineRows: engineRows(answers, name),
    landedRows: rows,
  }));
}

/** The figure the control takes; null for an item that is no term of its sum. */
async function measured(
  { plan, signal, answers }: GatherRequest,
  workbench: Workbench,
  extract: Extract,
  controls: readonly LandedControl[],
): Promise<Measure | null> {
  const { measure, navSign, companyColumn } = plan.item.definition;
  if (measure === undefined || navSign === null || companyColumn === null) return null;
  return await measureExtract({
    definition: measure,
    navSign,
    companyColumn,
    extract,
    controls: deliveredControls(answers, controls),
    parameters: plan.parameters,
    workbench,
    signal,
  });
}

async function test(
  { plan, folder, log, signal, answers }: GatherRequest,
  workbench: Workbench,
  extract: Extract,
  controls: readonly LandedControl[],
): Promise<readonly Finding[]> {
  const { definition, checks } = plan.item;
  return await validate({
    checks,
    extract,
    engineRows: engineRows(answers, 'extract'),
    partitions: definition.partitions,
    controlTotals: definition.controlTotals.map(({ column }) => column),
    zeroRows: definition.zeroRows,
    owner: definition.owners.owner,
    companies: plan.companies.length,
    controls: deliveredControls(answers, controls),
    parameters: plan.parameters,
    workbench,
    folder,
    signal,
    onFinding: (finding) => {
      log.record(
        'check.judged',
        { check: finding.check.id, status: finding.status },
        finding.status === 'PASS' ? 'INFO' : 'WARN',
      );
    },
  });
}
