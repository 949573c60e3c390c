/** Operations by method, by what they work on, and by the query parameter that names the rest. */
const OPERATIONS: readonly (readonly [
  method: string,
  on: 'bucket' | 'key',
  marker: string | null,
  operation: string,
])[] = [
  ['PUT', 'key', 'uploadId', 'UploadPart'],
  ['PUT', 'key', 'retention', 'PutObjectRetention'],
  ['PUT', 'key', 'legal-hold', 'PutObjectLegalHold'],
  ['PUT', 'key', null, 'PutObject'],
  ['GET', 'key', 'uploadId', 'ListParts'],
  ['GET', 'key', 'retention', 'GetObjectRetention'],
  ['GET', 'key', 'legal-hold', 'GetObjectLegalHold'],
  ['GET', 'key', null, 'GetObject'],
  ['HEAD', 'key', null, 'HeadObject'],
  ['DELETE', 'key', 'uploadId', 'AbortMultipartUpload'],
  ['DELETE', 'key', null, 'DeleteObject'],
  ['POST', 'key', 'uploads', 'CreateMultipartUpload'],
  ['POST', 'key', 'uploadId', 'CompleteMultipartUpload'],
  ['PUT', 'bucket', 'object-lock', 'PutObjectLockConfiguration'],
  ['PUT', 'bucket', 'versioning', 'PutBucketVersioning'],
  ['PUT', 'bucket', null, 'CreateBucket'],
  ['GET', 'bucket', 'object-lock', 'GetObjectLockConfiguration'],
  ['GET', 'bucket', 'versioning', 'GetBucketVersioning'],
  ['GET', 'bucket', 'versions', 'ListObjectVersions'],
  ['GET', 'bucket', 'uploads', 'ListMultipartUploads'],
  ['GET', 'bucket', 'location', 'GetBucketLocation'],
  ['GET', 'bucket', 'list-type', 'ListObjectsV2'],
  ['HEAD', 'bucket', null, 'HeadBucket'],
  ['DELETE', 'bucket', null, 'DeleteBucket'],
  ['POST', 'bucket', 'delete', 'DeleteObjects'],
];

/** Query parameters that are no sub-resource: an unknown one must not pass for a plain request. */
const PLAIN =
  /^(?:x-id|versionId|partNumber|prefix|delimiter|max-keys|continuation-token|start-after|encoding-type|fetch-owner|key-marker|version-id-marker|max-uploads|upload-id-marker|max-parts|part-number-marker|response-.+|uploadId|list-type)$/;

/** Bucket and key of a path; both '' for the root. */
export function bucketAndKey(path: string): { readonly bucket: string; readonly key: string } {
  const [, bucket = '', ...rest] = path.split('/');
  return { bucket: decodeURIComponent(bucket), key: decodeURIComponent(rest.join('/')) };
}

/** The operation a request asks for; `Unknown` where the stand-in has none. */
export function s3Operation(method: string, path: string, query: URLSearchParams): string {
  const { bucket, key } = bucketAndKey(path);
  if (bucket === '') return 'Unknown';
  const on = key === '' ? 'bucket' : 'key';
  const found = OPERATIONS.find(
    ([itsMethod, itsOn, marker]) =>
      itsMethod === method && itsOn === on && (marker === null || query.has(marker)),
  );
  if (found === undefined) return 'Unknown';
  const [, , marker, operation] = found;
  const isPlain = [...query.keys()].every((name) => name === marker || PLAIN.test(name));
  return isPlain ? operation : 'Unknown';
}
