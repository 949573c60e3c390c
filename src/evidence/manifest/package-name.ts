import { type Instant, parseInstant } from '../../kernel/clock.ts';
import { type Sha256, sha256 } from '../../kernel/digest.ts';
import { messageOf } from '../../kernel/errors.ts';
import {
  type Branded,
  type EntityCode,
  type ItemId,
  parseEntityCode,
  parseItemId,
} from '../../kernel/ids.ts';
import { parsePeriod } from '../../kernel/period.ts';
import { ManifestError } from './manifest-error.ts';

/** `IPE_07_NG_2025-09_20250930T143522Z_abc123`: folder inside the ZIP and name of the ZIP (evidence-package 2). */
export type PackageName = Branded<'PackageName'>;
/** `IPE_07_20250930_143522_abc123`: same time and suffix as the package's name. */
export type EvidenceId = Branded<'EvidenceId'>;
/** Six lower-case hex digits that tell two runs of the same second apart. */
export type PackageSuffix = Branded<'PackageSuffix'>;

/** What a package's name says. */
export interface PackageIdentity {
  readonly itemId: ItemId;
  readonly entity: EntityCode;
  /** Month of the cutoff: `2025-09`. */
  readonly period: string;
  /** When the run started; names keep whole seconds. */
  readonly startedAt: Instant;
  readonly suffix: PackageSuffix;
}

const NAME =
  /^([A-Z]{2,8}(?:_[A-Za-z0-9]{2,12}){0,2})_([A-Z0-9]{2,12})_([0-9]{4}-[0-9]{2})_([0-9]{4})([0-9]{2})([0-9]{2})T([0-9]{2})([0-9]{2})([0-9]{2})Z_([0-9a-f]{6})$/;

function digitsOf(instant: Instant): { day: string; time: string } {
  const [day = '', time = ''] = instant.slice(0, 19).replace(/[-:]/g, '').split('T');
  return { day, time };
}

export function packageName(identity: PackageIdentity): PackageName {
  const { day, time } = digitsOf(identity.startedAt);
  const { itemId, entity, period, suffix } = identity;
  return `${itemId}_${entity}_${period}_${day}T${time}Z_${suffix}` as PackageName;
}

/** Reads a name back, from the right. @throws ManifestError BAD_PACKAGE_NAME */
export function parsePackageName(text: string): PackageIdentity {
  const match = NAME.exec(text);
  const refuse = (reason: string, cause?: unknown) =>
    new ManifestError(
      'BAD_PACKAGE_NAME',
      `a package is named like IPE_07_NG_2025-09_20250930T143522Z_abc123, got ${JSON.stringify(text)}${reason}`,
      { cause },
    );
  if (match === null) throw refuse('');
  const [, item = '', entity = '', period = '', year, month, day, hour, minute, second, suffix] =
    match;
  try {
    return {
      itemId: parseItemId(item),
      entity: parseEntityCode(entity),
      period: parsePeriod(period).id,
      startedAt: parseInstant(`${year}-${month}-${day}T${hour}:${minute}:${second}.000Z`),
      suffix: suffix as PackageSuffix,
    };
  } catch (cause) {
    throw refuse(`: ${messageOf(cause)}`, cause);
  }
}

export function evidenceId({
  itemId,
  startedAt,
  suffix,
}: Pick<PackageIdentity, 'itemId' | 'startedAt' | 'suffix'>): EvidenceId {
  const { day, time } = digitsOf(startedAt);
  return `${itemId}_${day}_${time}_${suffix}` as EvidenceId;
}

/** @throws ManifestError BAD_PACKAGE_NAME */
export function parseEvidenceId(text: string): EvidenceId {
  if (/^[A-Z]{2,8}(_[A-Za-z0-9]{2,12}){0,2}_[0-9]{8}_[0-9]{6}_[0-9a-f]{6}$/.test(text)) {
    return text as EvidenceId;
  }
  throw new ManifestError(
    'BAD_PACKAGE_NAME',
    `an evidence id looks like IPE_07_20250930_143522_abc123, got ${JSON.stringify(text)}`,
  );
}

/** First six hex digits over the nonce and the three digests of run_start.json (evidence-package 2). */
export function packageSuffix(start: {
  readonly nonce: string;
  readonly definitionFingerprint: Sha256;
  readonly querySha256: Sha256;
  readonly parametersSha256: Sha256;
}): PackageSuffix {
  const { nonce, definitionFingerprint, querySha256, parametersSha256 } = start;
  const text = `${nonce}:${definitionFingerprint}:${querySha256}:${parametersSha256}`;
  return sha256(text).slice(0, 6) as PackageSuffix;
}
