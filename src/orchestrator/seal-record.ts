import { readFile, stat } from 'node:fs/promises';
import { sealPackage } from '../evidence/seal/seal-package.ts';
import type { StoredPackage } from '../evidence/store/store.ts';
import type { Sha256 } from '../kernel/digest.ts';
import { parseControlId, parseItemId } from '../kernel/ids.ts';
import { packageMembers } from '../report/package-members.ts';
import type { RunRecord } from '../report/run-record.ts';
import type { Finding } from '../validation/finding.ts';
import type { ExecutionLog } from './execution-log.ts';
import type { Gathered } from './gather.ts';
import { readPreview } from './read-preview.ts';
import type { RunPorts } from './run-ports.ts';

/**
 * Files of offending rows and of control queries' rows above this size stay out: the check's SQL selects the first
 * again, the receipt has the digest of the others.
 */
const LARGEST_ROWS_FILE = 48 * 1024 * 1024;
const BAG_PROFILE = 'urn:soxauto:evidence:v1';

/**
 * Writes the package from the record, seals it and stores it. The log's last line in the package is
 * `seal.started`: what happens later belongs to the ledger (evidence-package 3.4).
 * @throws SealError, EvidenceStoreError
 */
export async function sealRecord(request: {
  readonly record: RunRecord;
  readonly gathered: Gathered;
  readonly ports: RunPorts;
  readonly folder: string;
  readonly log: ExecutionLog;
  readonly signal: AbortSignal;
}): Promise<{ readonly stored: StoredPackage; readonly packageDigest: Sha256 }> {
  const { record, gathered, ports, folder, log, signal } = request;
  const { extraction, compressed, findings, controls } = gathered;
  const [exceptions, preview, controlRows, attachments] = await Promise.all([
    exceptionFiles(findings),
    extraction.completed ? readPreview(extraction.extract) : new Uint8Array(),
    Promise.all(
      controls
        .filter(({ bytes }) => bytes <= LARGEST_ROWS_FILE)
        .map(async ({ name, csvPath }) => [name, await readFile(csvPath)] as const),
    ),
    extraction.completed ? ports.attachments(record.plan) : [],
  ]);
  log.record('seal.started', { package: record.identity.packageName });
  const sealed = await sealPackage({
    packageName: record.identity.packageName,
    members: packageMembers(withoutLargeFiles(record, exceptions), {
      log: log.text(),
      preview,
      exceptions,
      controls: new Map(controlRows),
      attachments,
    }).map(({ path, content }) => ({ path, content: Buffer.from(content) })),
    data:
      extraction.completed && compressed !== null
        ? { compressed, contentDigest: extraction.extract.contentDigest }
        : null,
    bag: {
      softwareAgent: ports.host.tool,
      profile: BAG_PROFILE,
      organization: ports.host.organization,
    },
    sealedAt: record.sealedAt,
    folder,
    readBack: ports.readBack,
    signal,
  });
  const stored = await ports.store.put(
    sealed,
    {
      control: parseControlId(record.plan.item.definition.controls[0] ?? 'ALL'),
      item: parseItemId(record.plan.item.definition.id),
      entity: record.plan.entity,
      cutoff: record.plan.period.cutoff,
      packageName: sealed.packageName,
    },
    signal,
  );
  return { stored, packageDigest: sealed.packageDigest };
}

async function exceptionFiles(
  findings: readonly Finding[],
): Promise<ReadonlyMap<string, Uint8Array>> {
  const files = await Promise.all(
    findings.map(async (finding) => {
      const path = 'offending' in finding ? finding.offending.csvPath : null;
      if (path === null || (await stat(path)).size > LARGEST_ROWS_FILE) return [];
      return [[finding.check.id, await readFile(path)] as const];
    }),
  );
  return new Map(files.flat());
}

/** A finding whose file is too large to be packed names no file. */
function withoutLargeFiles(record: RunRecord, packed: ReadonlyMap<string, Uint8Array>): RunRecord {
  return {
    ...record,
    findings: record.findings.map((finding) =>
      'offending' in finding && !packed.has(finding.check.id)
        ? { ...finding, offending: { ...finding.offending, csvPath: null } }
        : finding,
    ),
  };
}
