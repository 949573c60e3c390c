import { packageAt } from '../evidence/store/place.ts';
import { loadConfig } from './config.ts';
import { ConfigError } from './config-error.ts';
import { evidenceWords } from './evidence-location.ts';
import { openBucketAsAllowed } from './open-store.ts';
import { type StoreFailure, storeFailure } from './store-failure.ts';

/** What was finished in the configured bucket. */
export interface StoreFinish {
  readonly store: string;
  /** Places below the store's root. */
  readonly finished: readonly string[];
  /** Too young: a run may be at work on them. */
  readonly leftAlone: readonly string[];
  readonly failed: readonly StoreFailure[];
}

/**
 * Writes the digest of every package whose upload ended before it and may not be at work any more; one that fails does
 * not stop the others.
 * @throws ConfigError, LoginError, EvidenceStoreError
 */
export async function finishPackages(
  workingFolder: string,
  signal: AbortSignal,
): Promise<StoreFinish> {
  const config = loadConfig(workingFolder);
  const { evidence } = config;
  if (evidence.kind !== 's3') {
    throw new ConfigError('BAD_CONFIG', 'packages are finished in a bucket only', {
      advice: 'In a folder run the item again; what was left there can be removed.',
    });
  }
  const store = await openBucketAsAllowed(evidence, config, signal);
  const { oddities } = await store.survey(signal);
  const finished: string[] = [];
  const leftAlone: string[] = [];
  const failed: StoreFailure[] = [];
  for (const { code, place } of oddities) {
    const location = packageAt(place);
    if (location !== null && code === 'UNFINISHED') leftAlone.push(place);
    if (location === null || code !== 'DIGEST_MISSING') continue;
    try {
      await store.finish(location, signal);
      finished.push(place);
    } catch (thrown) {
      failed.push(storeFailure(place, thrown));
    }
  }
  return { store: evidenceWords(evidence), finished, leftAlone, failed };
}
