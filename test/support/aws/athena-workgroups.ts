import { refuse } from './athena-failure.ts';
import { optionalMembers, optionalText } from './athena-input.ts';
import type { Members } from './service.ts';

/** How a stored result is encrypted. */
export interface ResultEncryption {
  readonly EncryptionOption: 'SSE_S3' | 'SSE_KMS' | 'CSE_KMS';
  readonly KmsKey?: string;
}

/** A workgroup as an administrator set it up. */
export interface WorkGroup {
  readonly name: string;
  /** Its own settings win over the caller's. */
  readonly enforced?: boolean;
  readonly outputLocation?: string;
  readonly encryption?: ResultEncryption;
  readonly expectedBucketOwner?: string;
  /** Results stay with Athena; no object is written. */
  readonly managed?: boolean;
  readonly bytesScannedCutoff?: number;
  readonly disabled?: boolean;
}

/** Where a query's result goes: nowhere for managed results. */
export interface ResultPlace {
  /** `s3://bucket/prefix` without the last `/`. */
  readonly location: string | null;
  readonly encryption: Members | undefined;
}

const ENGINE = {
  SelectedEngineVersion: 'AUTO',
  EffectiveEngineVersion: 'Athena engine version 3',
} as const;

/** What GetWorkGroup tells of a workgroup. */
export function describeWorkGroup(group: WorkGroup): Members {
  return {
    Name: group.name,
    State: group.disabled === true ? 'DISABLED' : 'ENABLED',
    CreationTime: 1.7e9,
    Configuration: {
      EnforceWorkGroupConfiguration: group.enforced ?? false,
      PublishCloudWatchMetricsEnabled: true,
      RequesterPaysEnabled: false,
      EnableMinimumEncryptionConfiguration: false,
      EngineVersion: ENGINE,
      ResultConfiguration: {
        OutputLocation: group.outputLocation,
        EncryptionConfiguration: group.encryption,
        ExpectedBucketOwner: group.expectedBucketOwner,
      },
      BytesScannedCutoffPerQuery: group.bytesScannedCutoff,
      ManagedQueryResultsConfiguration: group.managed === true ? { Enabled: true } : undefined,
    },
  };
}

export const engineVersion: Members = ENGINE;

function withoutEnd(location: string): string {
  return location.replace(/\/+$/, '');
}

/** The output location a request names, whichever way it ends. */
export function locationAsked(input: Members): string | undefined {
  const configuration = optionalMembers(input, 'ResultConfiguration');
  const asked = configuration && optionalText(configuration, 'OutputLocation');
  return asked === undefined ? undefined : withoutEnd(asked);
}

/** Where the result of a request goes. @throws ServiceFault */
export function resultPlace(group: WorkGroup, input: Members): ResultPlace {
  const configuration = optionalMembers(input, 'ResultConfiguration');
  if (group.managed === true) {
    if (configuration === undefined) return { location: null, encryption: undefined };
    return refuse(
      'INVALID_INPUT',
      'ManagedQueryResultsConfiguration is enabled for the workgroup; ResultConfiguration cannot be specified',
    );
  }
  const asked = locationAsked(input);
  if (asked !== undefined && !/^s3:\/\/[a-z0-9][a-z0-9.-]{1,61}[a-z0-9](?:\/.*)?$/.test(asked)) {
    return refuse('INVALID_INPUT', 'outputLocation is not a valid S3 path.');
  }
  const enforced = group.enforced === true;
  const own = group.outputLocation && withoutEnd(group.outputLocation);
  const location = enforced ? own : (asked ?? own);
  if (location === undefined) {
    return refuse(
      'INVALID_INPUT',
      'No output location provided. An output location is required either through the Workgroup result configuration setting or as an API input.',
    );
  }
  const encryption =
    configuration === undefined || enforced
      ? undefined
      : optionalMembers(configuration, 'EncryptionConfiguration');
  return { location, encryption: encryption ?? (group.encryption && { ...group.encryption }) };
}
