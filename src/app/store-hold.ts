import { zipPlace } from '../evidence/store/place.ts';
import { EvidenceStoreError, type PackageLocation } from '../evidence/store/store.ts';
import { type Instant, systemClock } from '../kernel/clock.ts';
import { ParseError } from '../kernel/errors.ts';
import { parseEntityCode, parseItemId } from '../kernel/ids.ts';
import { parsePeriodOrCutoff } from '../kernel/period.ts';
import { awsAccess } from './aws-access.ts';
import { loadConfig } from './config.ts';
import { ConfigError } from './config-error.ts';
import { evidenceWords } from './evidence-location.ts';
import { openBucketAsAllowed } from './open-store.ts';
import { type StoreFailure, storeFailure } from './store-failure.ts';

/** Which packages are held (domain/sox.md R-2); what is left out stands for all. */
export interface Held {
  readonly item: string | undefined;
  readonly entity: string | undefined;
  readonly period: string | undefined;
}

/** The record of a hold: the store itself keeps neither who nor why. */
export interface StoreHold {
  readonly store: string;
  readonly reason: string;
  readonly placedAt: Instant;
  readonly placedBy: string;
  /** Places below the store's root. */
  readonly held: readonly string[];
  /** Those of them whose digest was never written: it will be held when it is. */
  readonly withoutDigest: readonly string[];
  readonly failed: readonly StoreFailure[];
}

/**
 * Places a legal hold on every package that is meant, also where its digest was never written, and reads it back; one
 * that fails does not stop the others.
 * @throws ConfigError, ParseError, LoginError, EvidenceStoreError
 */
export async function holdPackages(
  workingFolder: string,
  { which, reason, signal }: { which: Held; reason: string; signal: AbortSignal },
): Promise<StoreHold> {
  const isMeant = selection(which);
  const config = loadConfig(workingFolder);
  const { evidence } = config;
  if (evidence.kind !== 's3') {
    throw new ConfigError(
      'BAD_CONFIG',
      'a legal hold needs evidence in a bucket with Object Lock',
      {
        advice: 'In a folder only rights protect a package: copy what must be held.',
      },
    );
  }
  const store = await openBucketAsAllowed(evidence, config, signal);
  const packages = (await store.listZips()).filter(isMeant);
  if (packages.length === 0) {
    throw new ParseError('BAD_VALUE', `no package in ${evidenceWords(evidence)} is meant`, {
      advice: 'Compare item, entity and period with what ipe store check --json lists.',
    });
  }
  const { callerIdentity } = await import('../credentials/caller-identity.ts');
  const caller = await callerIdentity(await awsAccess(config, [], signal, evidence.region), signal);
  const placedAt = systemClock.now();
  const held: string[] = [];
  const withoutDigest: string[] = [];
  const failed: StoreFailure[] = [];
  for (const location of packages) {
    const place = zipPlace(location).join('/');
    try {
      // what is held already must be told all the same
      if (signal.aborted)
        throw new EvidenceStoreError('CANCELLED', 'cancelled before it was placed');
      const { hasDigest } = await store.placeHold(location);
      held.push(place);
      if (!hasDigest) withoutDigest.push(place);
    } catch (thrown) {
      failed.push(storeFailure(place, thrown));
    }
  }
  const placedBy = caller.arn;
  return {
    store: evidenceWords(evidence),
    reason,
    placedAt,
    placedBy,
    held,
    withoutDigest,
    failed,
  };
}

/** @throws ParseError */
function selection({ item, entity, period }: Held): (location: PackageLocation) => boolean {
  const itemId = item === undefined ? null : parseItemId(item);
  const code = entity === undefined ? null : parseEntityCode(entity);
  const cutoff = period === undefined ? null : parsePeriodOrCutoff(period).cutoff;
  return (location) =>
    (itemId === null || location.item === itemId) &&
    (code === null || location.entity === code) &&
    (cutoff === null || location.cutoff === cutoff);
}
