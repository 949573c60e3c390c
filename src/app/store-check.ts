import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { checkFixity, type FixityReport } from '../evidence/store/fixity.ts';
import { systemClock } from '../kernel/clock.ts';
import { ParseError } from '../kernel/errors.ts';
import { loadConfig } from './config.ts';
import { type EvidenceLocation, evidenceWords } from './evidence-location.ts';
import { openBucketAsAllowed, openStore } from './open-store.ts';

/** What was found in the configured store, or in the folder given instead. */
export interface StoreCheck extends FixityReport {
  readonly store: string;
}

/** @throws ConfigError, LoginError, EvidenceStoreError */
export async function checkStore(
  workingFolder: string,
  { folder, full, signal }: { folder: string | undefined; full: boolean; signal: AbortSignal },
): Promise<StoreCheck> {
  const config = loadConfig(workingFolder);
  const location: EvidenceLocation =
    folder === undefined
      ? config.evidence
      : { kind: 'folder', folder: resolve(workingFolder, folder) };
  // nothing found where nothing is would read like a good answer
  if (location.kind === 'folder' && !existsSync(location.folder)) {
    throw new ParseError('BAD_VALUE', `there is no folder ${location.folder}`, {
      advice: 'Name the folder of the store, or correct evidence in the configuration.',
    });
  }
  const store = await (location.kind === 's3'
    ? openBucketAsAllowed(location, config, signal)
    : openStore(location, config, signal));
  const report = await checkFixity(store, { full, clock: systemClock, signal });
  return { store: evidenceWords(location), ...report };
}
