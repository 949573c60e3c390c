import { SealError } from '../evidence/seal/seal-error.ts';
import { sealPackage } from '../evidence/seal/seal-package.ts';
import type { StoredPackage } from '../evidence/store/store.ts';
import type { Sha256 } from '../kernel/digest.ts';
import { parseControlId, parseItemId } from '../kernel/ids.ts';
import { packageMembers } from '../report/package-members.ts';
import type { RunRecord } from '../report/run-record.ts';
import type { ExecutionLog } from './execution-log.ts';
import type { Gathered } from './gather.ts';
import { packedRows } from './packed-rows.ts';
import { readPreview } from './read-preview.ts';
import type { RunPorts } from './run-ports.ts';

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
  const [packed, preview, attachments] = await Promise.all([
    packedRows(findings, controls, log),
    extraction.completed ? readPreview(extraction.extract) : new Uint8Array(),
    extraction.completed ? ports.attachments(record.plan) : [],
  ]);
  log.record('seal.started', { package: record.identity.packageName });
  const sealed = await sealPackage({
    packageName: record.identity.packageName,
    members: packageMembers(withoutLargeFiles(record, packed.exceptions), {
      log: log.text(),
      preview,
      ...packed,
      attachments,
    }).map(({ path, content }) => ({
      path,
      content: typeof content === 'string' ? withoutSecrets(path, content, ports.redact) : content,
    })),
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
    { ...sealed, runId: record.identity.runId },
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

/**
 * Failures and log lines have lost their secrets by now. One that still stands somewhere is not taken out here, where
 * digests already name the text: nothing is sealed. Rows are bytes and not looked at: they are the source's own.
 */
function withoutSecrets(path: string, content: string, redact: (text: string) => string): Buffer {
  if (redact(content) === content) return Buffer.from(content);
  throw new SealError('SECRET_IN_PACKAGE', `a secret of this run stands in ${path}`, {
    advice:
      'Change that secret. A password that is an ordinary word or number is found in ordinary text: choose a random one.',
  });
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
