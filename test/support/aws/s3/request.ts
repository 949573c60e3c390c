import type { Authenticated } from '../http-exchange.ts';
import type { Bucket, S3State } from './buckets.ts';
import { accessDenied } from './s3-fault.ts';

/** A request to S3 with its bucket and key read. */
export interface S3Request {
  readonly incoming: Authenticated;
  readonly state: S3State;
  readonly bucket: Bucket;
  readonly key: string;
  readonly versionId: string | null;
  /** @throws S3Fault when the caller may not do this to the object, or the bucket when there is no key */
  permit(action: string): void;
  /** Whether the caller may and says so in the header. */
  bypassesGovernance(): boolean;
}

export function s3Request(
  incoming: Authenticated,
  state: S3State,
  bucket: Bucket,
  key: string,
): S3Request {
  const resource = `arn:aws:s3:::${bucket.name}${key === '' ? '' : `/${key}`}`;
  const isAllowed = (action: string): boolean =>
    state.policy(action, resource, incoming.caller) === 'allow';
  return {
    incoming,
    state,
    bucket,
    key,
    versionId: incoming.query.get('versionId'),
    permit(action) {
      if (!isAllowed(action)) {
        throw accessDenied(
          `User: ${incoming.caller.arn} is not authorized to perform: ${action} on resource: "${resource}"`,
        );
      }
    },
    bypassesGovernance: () =>
      incoming.headers['x-amz-bypass-governance-retention']?.toLowerCase() === 'true' &&
      isAllowed('s3:BypassGovernanceRetention'),
  };
}
