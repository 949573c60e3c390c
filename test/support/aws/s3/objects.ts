import type { Reply } from '../http-exchange.ts';
import { addVersion, currentVersion, removeVersion, type Stored, type Version } from './buckets.ts';
import { readContent } from './content.ts';
import { findVersion } from './find-version.ts';
import { refuseIfLocked, requestedLock } from './lock.ts';
import {
  checksumHeaders,
  encryptionHeaders,
  etagOf,
  lockHeaders,
  objectHeaders,
  requestedEncryption,
  versionHeader,
} from './object-headers.ts';
import { receiveBody } from './receive-body.ts';
import type { S3Request } from './request.ts';
import { emptyReply, invalidRequest, S3Fault } from './s3-fault.ts';

function preconditionFailed(condition: string): S3Fault {
  return new S3Fault(
    412,
    'PreconditionFailed',
    'At least one of the pre-conditions you specified did not hold',
    [['Condition', condition]],
  );
}

/** Conditions of a write, looked at again when the bytes are in. @throws S3Fault */
export function checkWriteConditions({ incoming, bucket, key }: S3Request): void {
  const current = currentVersion(bucket, key);
  const ifNoneMatch = incoming.headers['if-none-match'];
  if (ifNoneMatch !== undefined) {
    if (ifNoneMatch !== '*') {
      throw new S3Fault(
        501,
        'NotImplemented',
        'A header you provided implies functionality that is not implemented',
        [['Header', 'If-None-Match']],
      );
    }
    if (current !== null) throw preconditionFailed('If-None-Match');
  }
  const ifMatch = incoming.headers['if-match'];
  if (ifMatch === undefined) return;
  if (current === null) {
    throw new S3Fault(404, 'NoSuchKey', 'The specified key does not exist.', [['Key', key]]);
  }
  if (current.stored?.etag !== ifMatch) throw preconditionFailed('If-Match');
}

/** Rights a write needs for what its headers ask. @throws S3Fault */
export function permitWrite(request: S3Request): void {
  const { headers } = request.incoming;
  request.permit('s3:PutObject');
  if (headers['x-amz-object-lock-mode'] !== undefined) request.permit('s3:PutObjectRetention');
  if (headers['x-amz-object-lock-legal-hold'] !== undefined) {
    request.permit('s3:PutObjectLegalHold');
  }
}

export async function putObject(request: S3Request): Promise<Reply> {
  const { incoming, state, bucket, key } = request;
  permitWrite(request);
  if (incoming.headers['x-amz-copy-source'] !== undefined) {
    throw new S3Fault(501, 'NotImplemented', 'The stand-in copies no objects.');
  }
  const lock = requestedLock(incoming, bucket, state);
  const encryption = requestedEncryption(incoming, bucket.owner);
  if (incoming.headers['expect'] !== undefined) checkWriteConditions(request);
  const received = await receiveBody(incoming, state.folder);
  try {
    if (lock.isAsked && !received.isGuarded) {
      throw invalidRequest(
        'Content-MD5 OR x-amz-checksum- HTTP header is required for Put Object requests with Object Lock parameters',
      );
    }
    checkWriteConditions(request);
  } catch (error) {
    await state.folder.remove(received.content);
    throw error;
  }
  const stored: Stored = {
    content: received.content,
    etag: etagOf(encryption, received.md5),
    headers: objectHeaders(incoming.headers),
    encryption,
    checksum: received.checksum,
  };
  const { retention, legalHold } = lock;
  const version = await addVersion(state, bucket, { key, stored, retention, legalHold });
  return emptyReply(200, {
    etag: stored.etag,
    ...versionHeader(bucket, version.versionId),
    ...encryptionHeaders(encryption),
    ...checksumHeaders(stored.checksum),
  });
}

interface Range {
  readonly from: number;
  /** Not included. */
  readonly to: number;
}

/** Null for the whole object, also when the header is none S3 understands. @throws S3Fault */
function requestedRange(header: string | undefined, size: number): Range | null {
  const match = /^bytes=(\d*)-(\d*)$/.exec(header ?? '');
  if (match === null) return null;
  const [, first = '', last = ''] = match;
  if (first === '' && last === '') return null;
  const from = first === '' ? Math.max(size - Number(last), 0) : Number(first);
  const to = first === '' || last === '' ? size : Math.min(Number(last) + 1, size);
  if (from >= size || (first === '' && last === '0')) {
    throw new S3Fault(
      416,
      'InvalidRange',
      'The requested range is not satisfiable',
      [
        ['RangeRequested', header ?? ''],
        ['ActualObjectSize', size],
      ],
      { 'content-range': `bytes */${size}` },
    );
  }
  return from < to ? { from, to } : null;
}

function checkReadConditions({ incoming }: S3Request, etag: string): void {
  const { headers } = incoming;
  const isNamed = (list: string): boolean =>
    list.split(',').some((one) => one.trim() === '*' || one.trim() === etag);
  if (headers['if-match'] !== undefined && !isNamed(headers['if-match'])) {
    throw preconditionFailed('If-Match');
  }
  if (headers['if-none-match'] !== undefined && isNamed(headers['if-none-match'])) {
    throw new S3Fault(304, 'NotModified', 'Not Modified', [], { etag });
  }
}

function headersOf(request: S3Request, version: Version, stored: Stored): Record<string, string> {
  const { incoming, bucket } = request;
  const wantsChecksum =
    incoming.headers['x-amz-checksum-mode']?.toUpperCase() === 'ENABLED' &&
    incoming.headers['range'] === undefined;
  return {
    ...stored.headers,
    etag: stored.etag,
    'last-modified': version.lastModified.toUTCString(),
    'accept-ranges': 'bytes',
    ...versionHeader(bucket, version.versionId),
    ...encryptionHeaders(stored.encryption),
    ...lockHeaders(version),
    ...(wantsChecksum ? checksumHeaders(stored.checksum) : {}),
  };
}

/** GET and HEAD: the sender leaves the body of a HEAD away. */
export function getObject(request: S3Request): Reply {
  const { incoming, versionId } = request;
  request.permit(versionId === null ? 's3:GetObject' : 's3:GetObjectVersion');
  const version = findVersion(request);
  const { stored } = version;
  if (stored === null) throw new Error('findVersion finds versions with bytes only');
  checkReadConditions(request, stored.etag);
  const { content } = stored;
  const range = requestedRange(incoming.headers['range'], content.size);
  const { from, to } = range ?? { from: 0, to: content.size };
  return {
    status: range === null ? 200 : 206,
    headers: {
      ...headersOf(request, version, stored),
      ...(range === null ? {} : { 'content-range': `bytes ${from}-${to - 1}/${content.size}` }),
    },
    body: { size: to - from, read: () => readContent(content, from, to) },
  };
}

/** What became of a delete. */
export interface Deletion {
  readonly versionId: string | null;
  readonly isMarker: boolean;
}

/** Deletes a version, or puts a marker on top. @throws S3Fault when it is locked or not permitted */
export async function deleteOne(request: S3Request): Promise<Deletion> {
  const { state, bucket, key, versionId } = request;
  request.permit(versionId === null ? 's3:DeleteObject' : 's3:DeleteObjectVersion');
  if (versionId === null && bucket.versioning !== null) {
    const marker = await addVersion(state, bucket, {
      key,
      stored: null,
      retention: null,
      legalHold: false,
    });
    return { versionId: marker.versionId, isMarker: true };
  }
  const version = (bucket.versions.get(key) ?? []).find(
    (one) => one.versionId === (versionId ?? 'null'),
  );
  if (version === undefined) return { versionId, isMarker: false };
  refuseIfLocked(request, version);
  await removeVersion(state, bucket, version);
  return { versionId, isMarker: version.stored === null };
}

export async function deleteObject(request: S3Request): Promise<Reply> {
  const { versionId, isMarker } = await deleteOne(request);
  return emptyReply(204, {
    ...(versionId === null ? {} : { 'x-amz-version-id': versionId }),
    ...(isMarker ? { 'x-amz-delete-marker': 'true' } : {}),
  });
}
