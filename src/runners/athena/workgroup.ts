import type { EncryptionConfiguration, WorkGroup } from '@aws-sdk/client-athena';
import { RunnerError } from '../runner.ts';
import type { AthenaRunnerOptions } from './athena-options.ts';

/** What the workgroup rules, and what follows for a query. */
export interface WorkgroupFacts {
  readonly name: string;
  readonly engineVersion: string;
  /** How results are brought from it. */
  readonly fetch: 's3' | 'api';
  /** Sent with each query; null where the workgroup rules the place itself. */
  readonly outputLocation: string | null;
  /** Sent with the place; null where the workgroup names none. */
  readonly encryption: EncryptionConfiguration | null;
  /** Of the bucket results stand in; null where neither source nor workgroup says it. */
  readonly expectedBucketOwner: string | null;
  /** For the receipt. */
  readonly details: Readonly<Record<string, string>>;
}

/**
 * Reads the workgroup: enforced configuration silently replaces a client's, managed results stand in no object.
 * @throws RunnerError SOURCE_UNAVAILABLE when results cannot be brought from it
 */
export function readWorkgroup(
  workgroup: WorkGroup | undefined,
  options: Pick<
    AthenaRunnerOptions,
    'workgroup' | 'outputLocation' | 'expectedBucketOwner' | 'fetch'
  >,
): WorkgroupFacts {
  const refused = (what: string, advice: string) =>
    new RunnerError('SOURCE_UNAVAILABLE', `workgroup ${options.workgroup} ${what}`, { advice });
  const { State, Configuration = {} } = workgroup ?? {};
  if (State !== 'ENABLED') {
    throw refused(
      `is ${State ?? 'unknown'}`,
      'Have the workgroup enabled, or configure another one.',
    );
  }
  const enforced = Configuration.EnforceWorkGroupConfiguration ?? false;
  const managed = Configuration.ManagedQueryResultsConfiguration?.Enabled ?? false;
  const own = Configuration.ResultConfiguration;
  const location = enforced || managed ? null : (options.outputLocation ?? null);
  const fetch = managed ? 'api' : (options.fetch ?? 's3');
  if (!managed && location === null && own?.OutputLocation === undefined) {
    throw refused(
      'has no output location, and the source names none',
      'Give the workgroup an output location (best enforced), or set one for the source.',
    );
  }
  const owner = own?.ExpectedBucketOwner;
  const named = options.expectedBucketOwner;
  if (location === null && owner !== undefined && named !== undefined && owner !== named) {
    throw refused(
      `keeps results in a bucket of account ${owner}, the source ${named}`,
      'Correct the owner in the source, or have the workgroup corrected.',
    );
  }
  const encryption = own?.EncryptionConfiguration;
  if (encryption?.EncryptionOption === 'CSE_KMS' && fetch === 's3')
    throw encryptedByClient(`workgroup ${options.workgroup}`);
  const engine = Configuration.EngineVersion;
  return {
    name: options.workgroup,
    engineVersion: engine?.EffectiveEngineVersion ?? engine?.SelectedEngineVersion ?? 'unknown',
    fetch,
    outputLocation: location,
    encryption: encryption ?? null,
    expectedBucketOwner: named ?? (location === null ? owner : undefined) ?? null,
    details: {
      enforced: String(enforced),
      managed_results: String(managed),
      output_location: location ?? own?.OutputLocation ?? 'managed by Athena',
      encryption: encryption?.EncryptionOption ?? 'none named',
      expected_bucket_owner: owner ?? 'none named',
      bytes_scanned_cutoff: String(Configuration.BytesScannedCutoffPerQuery ?? 'none'),
      selected_engine_version: engine?.SelectedEngineVersion ?? 'unknown',
      effective_engine_version: engine?.EffectiveEngineVersion ?? 'unknown',
    },
  };
}

/** @param who `workgroup reports` */
export function encryptedByClient(who: string): RunnerError {
  return new RunnerError(
    'SOURCE_UNAVAILABLE',
    `${who} encrypts results on the client (CSE_KMS): the object holds no readable text`,
    {
      advice: 'Use SSE_KMS in the workgroup, or set fetch of the source to api.',
    },
  );
}
