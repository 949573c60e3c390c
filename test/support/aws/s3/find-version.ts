import { currentVersion, type Version } from './buckets.ts';
import type { S3Request } from './request.ts';
import { S3Fault } from './s3-fault.ts';

const methodNotAllowed = (headers: Readonly<Record<string, string>>): S3Fault =>
  new S3Fault(
    405,
    'MethodNotAllowed',
    'The specified method is not allowed against this resource.',
    [],
    headers,
  );

/** The version a request names, or the current one. @throws S3Fault when there is none with bytes */
export function findVersion({ bucket, key, versionId }: S3Request): Version {
  const versions = bucket.versions.get(key) ?? [];
  if (versionId === null) {
    const version = currentVersion(bucket, key);
    if (version !== null) return version;
    const marker = versions[0];
    throw new S3Fault(
      404,
      'NoSuchKey',
      'The specified key does not exist.',
      [['Key', key]],
      marker === undefined
        ? {}
        : { 'x-amz-delete-marker': 'true', 'x-amz-version-id': marker.versionId },
    );
  }
  const version = versions.find((one) => one.versionId === versionId);
  if (version === undefined) {
    throw new S3Fault(404, 'NoSuchVersion', 'The specified version does not exist.', [
      ['Key', key],
      ['VersionId', versionId],
    ]);
  }
  if (version.stored === null) throw methodNotAllowed({ 'x-amz-delete-marker': 'true' });
  return version;
}
