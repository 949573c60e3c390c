import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { checkFixity, type FixityReport } from '../evidence/store/fixity.ts';
import { systemClock } from '../kernel/clock.ts';
import { ParseError } from '../kernel/errors.ts';
import { loadConfig } from './config.ts';
import { type EvidenceLocation, evidenceWords } from './evidence-location.ts';
import { openStore } from './open-store.ts';
import { awsOperator } from './operator.ts';

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
  // whoever is none of aws.allowed does not even see what is stored (P28)
  if (location.kind === 's3' && config.aws !== null) await awsOperator(config, signal);
  const store = await openStore(location, config, signal);
  const report = await checkFixity(store, { full, clock: systemClock, signal });
  return { store: evidenceWords(location), ...report };
}
