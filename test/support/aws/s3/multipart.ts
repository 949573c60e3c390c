import { createHash, randomBytes } from 'node:crypto';
import { algorithmOf, startChecksum } from '../checksums.ts';
import type { Reply } from '../http-exchange.ts';
import { wholeBody } from '../http-exchange.ts';
import { xmlElements, xmlText } from '../xml.ts';
import { addVersion, type Upload, type UploadedPart } from './buckets.ts';
import { joined, readContent } from './content.ts';
import { requestedLock } from './lock.ts';
import {
  checksumHeaders,
  encryptionHeaders,
  objectHeaders,
  requestedEncryption,
  versionHeader,
} from './object-headers.ts';
import { checkWriteConditions, permitWrite } from './objects.ts';
import { receiveBody, type StoredChecksum } from './receive-body.ts';
import type { S3Request } from './request.ts';
import { emptyReply, invalidArgument, invalidRequest, S3Fault, xmlReply } from './s3-fault.ts';

function requireUpload({ incoming, bucket, key }: S3Request): Upload {
  const upload = bucket.uploads.get(incoming.query.get('uploadId') ?? '');
  if (upload !== undefined && upload.key === key) return upload;
  throw new S3Fault(
    404,
    'NoSuchUpload',
    'The specified upload does not exist. The upload ID may be invalid, or the upload may have been aborted or completed.',
  );
}

function checksumType(algorithm: string | null, asked: string | undefined): Upload['type'] {
  if (algorithm === null) return null;
  const isHash = algorithm === 'SHA1' || algorithm === 'SHA256';
  const type = asked ?? (algorithm === 'CRC64NVME' ? 'FULL_OBJECT' : 'COMPOSITE');
  if (type !== 'FULL_OBJECT' && type !== 'COMPOSITE') {
    throw invalidRequest('Value for x-amz-checksum-type header is invalid.');
  }
  if ((isHash && type === 'FULL_OBJECT') || (algorithm === 'CRC64NVME' && type === 'COMPOSITE')) {
    throw invalidRequest(
      `The ${type} checksum type cannot be used with the ${algorithm.toLowerCase()} checksum algorithm.`,
    );
  }
  return type;
}

export function createUpload(request: S3Request): Reply {
  const { incoming, state, bucket, key } = request;
  permitWrite(request);
  const algorithm = incoming.headers['x-amz-checksum-algorithm']?.toUpperCase() ?? null;
  if (algorithm !== null && algorithmOf(algorithm) === null) {
    throw invalidRequest('Checksum algorithm provided is unsupported.');
  }
  const type = checksumType(algorithm, incoming.headers['x-amz-checksum-type']);
  const { retention, legalHold } = requestedLock(incoming, bucket, state);
  const encryption = requestedEncryption(incoming, bucket.owner);
  const id = randomBytes(24).toString('base64url');
  bucket.uploads.set(id, {
    id,
    key,
    initiated: state.clock.now(),
    headers: objectHeaders(incoming.headers),
    encryption,
    algorithm,
    type,
    retention,
    legalHold,
    parts: new Map(),
  });
  return xmlReply(
    'InitiateMultipartUploadResult',
    [
      ['Bucket', bucket.name],
      ['Key', key],
      ['UploadId', id],
    ],
    {
      ...encryptionHeaders(encryption),
      ...(algorithm === null ? {} : { 'x-amz-checksum-algorithm': algorithm }),
      ...(type === null ? {} : { 'x-amz-checksum-type': type }),
    },
  );
}

export async function uploadPart(request: S3Request): Promise<Reply> {
  const { incoming, state } = request;
  request.permit('s3:PutObject');
  const upload = requireUpload(request);
  const number = Number(incoming.query.get('partNumber'));
  if (!Number.isInteger(number) || number < 1 || number > 10_000) {
    throw invalidArgument('Part number must be an integer between 1 and 10000, inclusive');
  }
  const received = await receiveBody(incoming, state.folder);
  const { content, md5, checksum } = received;
  const sent = checksum?.algorithm.toUpperCase() ?? null;
  if (upload.algorithm !== null && upload.algorithm !== sent) {
    await state.folder.remove(content);
    throw invalidRequest(
      `Checksum Type mismatch occurred, expected checksum Type: ${upload.algorithm.toLowerCase()}, actual checksum Type: ${sent?.toLowerCase() ?? 'null'}`,
    );
  }
  const before = upload.parts.get(number);
  upload.parts.set(number, { content, md5, checksum, lastModified: state.clock.now() });
  if (before !== undefined) await state.folder.remove(before.content);
  const { 'x-amz-checksum-type': _type, ...echoed } = checksumHeaders(checksum);
  return emptyReply(200, {
    etag: `"${md5.toString('hex')}"`,
    ...encryptionHeaders(upload.encryption),
    ...echoed,
  });
}

/** The parts a completion names, in its order. @throws S3Fault */
function namedParts(upload: Upload, text: string, minPartSize: number): UploadedPart[] {
  const named = xmlElements(text, 'Part');
  if (named.length === 0) {
    throw new S3Fault(
      400,
      'MalformedXML',
      'The XML you provided was not well-formed or did not validate against our published schema',
    );
  }
  let last = 0;
  return named.map((xml, index) => {
    const number = Number(xmlText(xml, 'PartNumber'));
    if (number <= last) {
      throw new S3Fault(
        400,
        'InvalidPartOrder',
        'The list of parts was not in ascending order. Parts must be ordered by part number.',
      );
    }
    last = number;
    const part = upload.parts.get(number);
    const etag = (xmlText(xml, 'ETag') ?? '').replaceAll('"', '');
    const isNamed = part !== undefined && part.md5.toString('hex') === etag;
    const told = upload.algorithm === null ? null : xmlText(xml, `Checksum${upload.algorithm}`);
    if (upload.type === 'COMPOSITE' && told === null) {
      throw invalidRequest(
        `The upload was created using a ${upload.algorithm?.toLowerCase()} checksum. The complete request must include the checksum for each part. It was missing for part ${number} in the request.`,
      );
    }
    if (!isNamed || (told !== null && told !== part.checksum?.value)) {
      throw new S3Fault(
        400,
        'InvalidPart',
        "One or more of the specified parts could not be found. The part may not have been uploaded, or the specified entity tag may not match the part's entity tag.",
        [['PartNumber', number]],
      );
    }
    if (index < named.length - 1 && part.content.size < minPartSize) {
      throw new S3Fault(
        400,
        'EntityTooSmall',
        'Your proposed upload is smaller than the minimum allowed size',
        [
          ['ProposedSize', part.content.size],
          ['MinSizeAllowed', minPartSize],
          ['PartNumber', number],
        ],
      );
    }
    return part;
  });
}

/** The checksum of the whole: over the parts' digests, or over all bytes. */
async function wholeChecksum(
  upload: Upload,
  parts: readonly UploadedPart[],
): Promise<StoredChecksum | null> {
  const algorithm = upload.algorithm === null ? null : algorithmOf(upload.algorithm);
  if (algorithm === null || upload.type === null) return null;
  const checksum = startChecksum(algorithm);
  if (upload.type === 'COMPOSITE') {
    for (const part of parts) checksum.update(Buffer.from(part.checksum?.value ?? '', 'base64'));
    const value = `${checksum.digest().toString('base64')}-${parts.length}`;
    return { algorithm, value, type: 'COMPOSITE' };
  }
  for (const { content } of parts) {
    for await (const bytes of readContent(content)) checksum.update(bytes);
  }
  return { algorithm, value: checksum.digest().toString('base64'), type: 'FULL_OBJECT' };
}

export async function completeUpload(request: S3Request): Promise<Reply> {
  const { incoming, state, bucket, key } = request;
  request.permit('s3:PutObject');
  const upload = requireUpload(request);
  const parts = namedParts(upload, (await wholeBody(incoming)).toString('utf8'), state.minPartSize);
  const checksum = await wholeChecksum(upload, parts);
  const told = checksum && incoming.headers[`x-amz-checksum-${checksum.algorithm}`];
  if (
    told &&
    checksum !== null &&
    told.replace(/-\d+$/, '') !== checksum.value.replace(/-\d+$/, '')
  ) {
    throw new S3Fault(
      400,
      'BadDigest',
      `The ${checksum.algorithm} you specified did not match the calculated checksum.`,
    );
  }
  checkWriteConditions(request);
  // another completion may have come through meanwhile
  requireUpload(request);
  bucket.uploads.delete(upload.id);
  const md5 = createHash('md5');
  for (const part of parts) md5.update(part.md5);
  const etag = `"${md5.digest('hex')}-${parts.length}"`;
  const { headers, encryption, retention, legalHold } = upload;
  const content = joined(parts.map((part) => part.content));
  const version = await addVersion(state, bucket, {
    key,
    stored: { content, etag, headers, encryption, checksum },
    retention,
    legalHold,
  });
  for (const part of upload.parts.values()) {
    if (!parts.includes(part)) await state.folder.remove(part.content);
  }
  return xmlReply(
    'CompleteMultipartUploadResult',
    [
      ['Location', `/${bucket.name}/${key}`],
      ['Bucket', bucket.name],
      ['Key', key],
      ['ETag', etag],
      ...(checksum === null
        ? []
        : ([
            [`Checksum${checksum.algorithm.toUpperCase()}`, checksum.value],
            ['ChecksumType', checksum.type],
          ] as const)),
    ],
    { ...versionHeader(bucket, version.versionId), ...encryptionHeaders(encryption) },
  );
}

export async function abortUpload(request: S3Request): Promise<Reply> {
  request.permit('s3:AbortMultipartUpload');
  const upload = requireUpload(request);
  request.bucket.uploads.delete(upload.id);
  for (const part of upload.parts.values()) await request.state.folder.remove(part.content);
  return emptyReply(204);
}

export function listParts(request: S3Request): Reply {
  request.permit('s3:ListMultipartUploadParts');
  const { bucket, key } = request;
  const upload = requireUpload(request);
  return xmlReply('ListPartsResult', [
    ['Bucket', bucket.name],
    ['Key', key],
    ['UploadId', upload.id],
    ['IsTruncated', false],
    ...[...upload.parts]
      .sort(([a], [b]) => a - b)
      .map(
        ([number, part]) =>
          [
            'Part',
            [
              ['PartNumber', number],
              ['LastModified', part.lastModified.toISOString()],
              ['ETag', `"${part.md5.toString('hex')}"`],
              ['Size', part.content.size],
            ],
          ] as const,
      ),
  ]);
}

export function listUploads(request: S3Request): Reply {
  request.permit('s3:ListBucketMultipartUploads');
  const { bucket, incoming } = request;
  const prefix = incoming.query.get('prefix') ?? '';
  return xmlReply('ListMultipartUploadsResult', [
    ['Bucket', bucket.name],
    ['Prefix', prefix],
    ['MaxUploads', 1000],
    ['IsTruncated', false],
    ...[...bucket.uploads.values()]
      .filter(({ key }) => key.startsWith(prefix))
      .map(
        ({ key, id, initiated }) =>
          [
            'Upload',
            [
              ['Key', key],
              ['UploadId', id],
              ['Initiated', initiated.toISOString()],
            ],
          ] as const,
      ),
  ]);
}
