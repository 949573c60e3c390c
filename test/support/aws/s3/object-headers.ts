import { randomBytes } from 'node:crypto';
import type { Incoming } from '../http-exchange.ts';
import type { Bucket, Encryption, Version } from './buckets.ts';
import type { StoredChecksum } from './receive-body.ts';
import { invalidArgument } from './s3-fault.ts';

type Headers = Readonly<Record<string, string>>;

const KEPT =
  /^(?:content-(?:type|disposition|language)|cache-control|expires|x-amz-meta-.+|x-amz-storage-class)$/;

/** Headers of a PUT that belong to the object. */
export function objectHeaders(headers: Headers): Headers {
  const kept = Object.entries(headers).filter(([name]) => KEPT.test(name));
  const encoding = (headers['content-encoding'] ?? '')
    .split(',')
    .map((name) => name.trim())
    .filter((name) => name !== '' && name !== 'aws-chunked')
    .join(',');
  return {
    'content-type': 'binary/octet-stream',
    ...Object.fromEntries(kept),
    ...(encoding === '' ? {} : { 'content-encoding': encoding }),
  };
}

/** @throws S3Fault */
export function requestedEncryption(
  { headers }: Pick<Incoming, 'headers'>,
  owner: string,
): Encryption {
  const algorithm = headers['x-amz-server-side-encryption'] ?? 'AES256';
  if (!['AES256', 'aws:kms', 'aws:kms:dsse'].includes(algorithm)) {
    throw invalidArgument('The encryption method specified is not supported');
  }
  const keyId = headers['x-amz-server-side-encryption-aws-kms-key-id'] ?? null;
  if (algorithm === 'AES256') {
    if (keyId !== null) {
      throw invalidArgument(
        'Server Side Encryption with AWS KMS managed key requires HTTP header x-amz-server-side-encryption : aws:kms',
      );
    }
    return { algorithm, keyId: null, bucketKey: false };
  }
  return {
    algorithm,
    keyId: keyId ?? `arn:aws:kms:eu-west-1:${owner}:key/aws-s3-default`,
    bucketKey: headers['x-amz-server-side-encryption-bucket-key-enabled']?.toLowerCase() === 'true',
  };
}

export function encryptionHeaders({ algorithm, keyId, bucketKey }: Encryption): Headers {
  return {
    'x-amz-server-side-encryption': algorithm,
    ...(keyId === null ? {} : { 'x-amz-server-side-encryption-aws-kms-key-id': keyId }),
    ...(bucketKey ? { 'x-amz-server-side-encryption-bucket-key-enabled': 'true' } : {}),
  };
}

export function checksumHeaders(checksum: StoredChecksum | null): Headers {
  return checksum === null
    ? {}
    : {
        [`x-amz-checksum-${checksum.algorithm}`]: checksum.value,
        'x-amz-checksum-type': checksum.type,
      };
}

export function versionHeader(bucket: Bucket, versionId: string): Headers {
  return bucket.versioning === null ? {} : { 'x-amz-version-id': versionId };
}

export function lockHeaders({ retention, legalHold }: Version): Headers {
  return {
    ...(retention === null
      ? {}
      : {
          'x-amz-object-lock-mode': retention.mode,
          'x-amz-object-lock-retain-until-date': retention.until.toISOString(),
        }),
    ...(legalHold ? { 'x-amz-object-lock-legal-hold': 'ON' } : {}),
  };
}

/** MD5 where the bytes lie in the clear, else what tells nothing of them. */
export function etagOf(encryption: Encryption, md5: Buffer): string {
  const isPlain = encryption.algorithm === 'AES256';
  return `"${(isPlain ? md5 : randomBytes(16)).toString('hex')}"`;
}
