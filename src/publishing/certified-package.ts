import { closeSync, openSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { type DataSummary, readDataSummary } from '../evidence/manifest/data-summary.ts';
import { type Evidence, readEvidenceJson } from '../evidence/manifest/evidence-json.ts';
import { MEMBER } from '../evidence/manifest/member-path.ts';
import {
  type PackageIdentity,
  type PackageName,
  parsePackageName,
} from '../evidence/manifest/package-name.ts';
import { type ExtractSchema, readSchemaJson } from '../evidence/manifest/schema-json.ts';
import { readValidationResults } from '../evidence/manifest/validation-results.ts';
import { DEFAULT_LIMITS, readContainer } from '../evidence/verify/container.ts';
import { PackageFile } from '../evidence/verify/package-file.ts';
import { readMember } from '../evidence/verify/read-member.ts';
import { verifyPackage } from '../evidence/verify/verify-package.ts';
import type { Sha256 } from '../kernel/digest.ts';
import type { Judged } from '../kernel/status.ts';
import { PublishError } from './publish-error.ts';

/** A package that may be published, its extract unpacked. */
export interface CertifiedPackage {
  readonly name: PackageName;
  readonly identity: PackageIdentity;
  readonly packageDigest: Sha256;
  readonly zipDigest: Sha256;
  /** Of the canonical extract. */
  readonly contentDigest: Sha256;
  readonly outcome: Evidence['outcome'];
  readonly dataKind: Evidence['dataKind'];
  /** What the source was; null where the package does not say. */
  readonly environment: string | null;
  readonly schema: ExtractSchema;
  /** Rows, missing cells and exact sums, as verified. */
  readonly summary: DataSummary;
  readonly csvPath: string;
  readonly embeddedNewlines: number;
}

/** What is let through. */
export interface PublishRules {
  /** Packages whose tests noted exceptions may be published; their rows say so. */
  readonly withExceptions: boolean;
  /** Of the configuration: a production lake takes nothing but production data. */
  readonly environment: string;
}

const STATEMENTS = [MEMBER.evidence, MEMBER.schema, MEMBER.summary, MEMBER.results] as const;
const PRODUCTION = 'production';
const DEFECTS_SHOWN = 5;

/**
 * Verifies a package and unpacks its extract beside it. The file must be the caller's own copy, so that what is
 * unpacked is what was verified.
 * @throws PublishError NOT_VERIFIED, NOT_PUBLISHABLE; VerifyError when the file cannot be read
 */
export async function openCertified(
  path: string,
  folder: string,
  rules: PublishRules,
): Promise<CertifiedPackage> {
  const report = await verifyPackage(path);
  const { packageDigest, zipDigest, package: name, defects } = report;
  if (report.verdict !== 'NO DEFECT FOUND' || report.level !== 'L1') {
    const named = defects
      .slice(0, DEFECTS_SHOWN)
      .map(({ code, path: at, expected, actual }) => `${code} ${at}: ${expected} / ${actual}`);
    throw new PublishError(
      'NOT_VERIFIED',
      `the package does not verify, ${defects.length} defects: ${named.join('; ')}`,
      { advice: 'Publish the stored original; ipe verify names every defect.' },
    );
  }
  if (packageDigest === null || zipDigest === null || name === null) {
    throw new PublishError('NOT_VERIFIED', 'the package has no digest or no name');
  }
  const file = await PackageFile.open(path);
  try {
    const { members } = await readContainer(file, DEFAULT_LIMITS);
    const contents = new Map<string, Uint8Array>();
    for (const member of members.filter(({ path: at }) => STATEMENTS.some((s) => s === at))) {
      const chunks: Buffer[] = [];
      await readMember(file, member, (chunk) => void chunks.push(chunk));
      contents.set(member.path, Buffer.concat(chunks));
    }
    const bytesOf = (member: string) => contents.get(member) ?? new Uint8Array();
    const evidence = readEvidenceJson(bytesOf(MEMBER.evidence));
    refuseUncertified(evidence, readValidationResults(bytesOf(MEMBER.results)).checks, rules);
    const extract = members.find(({ path: at }) => at === MEMBER.extract);
    if (extract === undefined || evidence.data === null || evidence.dataHash === null) {
      throw refused('it holds no extract');
    }
    const csvPath = join(folder, 'ipe_data.csv');
    const output = openSync(csvPath, 'wx', 0o600);
    try {
      await readMember(file, extract, (chunk) => {
        for (let at = 0; at < chunk.length; ) at += writeSync(output, chunk, at);
      });
      await file.confirmUnchanged();
    } finally {
      closeSync(output);
    }
    return {
      name,
      identity: parsePackageName(name),
      packageDigest,
      zipDigest,
      contentDigest: evidence.dataHash,
      outcome: evidence.outcome,
      dataKind: evidence.dataKind,
      environment: evidence.source?.environment ?? null,
      schema: readSchemaJson(bytesOf(MEMBER.schema)),
      summary: readDataSummary(bytesOf(MEMBER.summary)),
      csvPath,
      embeddedNewlines: evidence.data.embeddedNewlines,
    };
  } finally {
    await file.close();
  }
}

type Stated = Pick<Evidence, 'outcome' | 'dataKind'> & {
  readonly source: Pick<NonNullable<Evidence['source']>, 'environment'> | null;
};

/** @throws PublishError NOT_PUBLISHABLE with the first reason */
export function refuseUncertified(
  { outcome, dataKind, source }: Stated,
  checks: readonly (Omit<Judged, 'approvedBy'> & {
    readonly id: string;
    readonly approvedBy: string | null;
  })[],
  { withExceptions, environment }: PublishRules,
): void {
  if (outcome === 'not_completed') throw refused('its run was not completed');
  // an exception outweighs a test that was not performed, so the outcome alone does not tell
  const open = checks.filter(
    ({ status, approvedBy }) =>
      status === 'ERROR' ||
      status === 'NOT TESTED' ||
      (status === 'NOT APPLICABLE' && (approvedBy ?? '').trim() === ''),
  );
  if (checks.length === 0 || open.length > 0) {
    throw refused(`tests were not performed: ${open.map(({ id }) => id).join(', ') || 'all'}`);
  }
  if (environment === PRODUCTION) {
    if (dataKind === 'demo') throw refused('it holds demo data and this is production');
    const stated = source?.environment ?? 'unknown';
    if (stated !== PRODUCTION) throw refused(`its source is ${stated} and this is production`);
  }
  if (outcome === 'exceptions_noted' && !withExceptions) {
    const failed = checks.filter(({ status }) => status === 'FAIL').map(({ id }) => id);
    throw refused(
      `exceptions are noted: ${failed.join(', ')}`,
      'Give --with-exceptions to publish it all the same; its rows will say so.',
    );
  }
}

function refused(reason: string, advice?: string): PublishError {
  return new PublishError('NOT_PUBLISHABLE', `the package is not published: ${reason}`, {
    advice: advice ?? 'Run the item again and publish the new package.',
  });
}
