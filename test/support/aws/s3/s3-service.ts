import type { Authenticated, Reply } from '../http-exchange.ts';
import {
  createBucket,
  deleteBucket,
  deleteObjects,
  getLocation,
  getVersioning,
  headBucket,
  putVersioning,
} from './bucket-operations.ts';
import { requireBucket, type S3State } from './buckets.ts';
import { listObjects, listVersions } from './listing.ts';
import {
  getLegalHold,
  getLockConfiguration,
  getRetention,
  putLegalHold,
  putLockConfiguration,
  putRetention,
} from './lock.ts';
import {
  abortUpload,
  completeUpload,
  createUpload,
  listParts,
  listUploads,
  uploadPart,
} from './multipart.ts';
import { deleteObject, getObject, putObject } from './objects.ts';
import { type S3Request, s3Request } from './request.ts';
import { accessDenied, S3Fault, s3FaultReply } from './s3-fault.ts';
import { bucketAndKey } from './s3-operation.ts';

const HANDLERS: Readonly<Record<string, (request: S3Request) => Promise<Reply> | Reply>> = {
  UploadPart: uploadPart,
  PutObjectRetention: putRetention,
  PutObjectLegalHold: putLegalHold,
  PutObject: putObject,
  ListParts: listParts,
  GetObjectRetention: getRetention,
  GetObjectLegalHold: getLegalHold,
  GetObject: getObject,
  HeadObject: getObject,
  AbortMultipartUpload: abortUpload,
  DeleteObject: deleteObject,
  CreateMultipartUpload: createUpload,
  CompleteMultipartUpload: completeUpload,
  PutObjectLockConfiguration: putLockConfiguration,
  PutBucketVersioning: putVersioning,
  GetObjectLockConfiguration: getLockConfiguration,
  GetBucketVersioning: getVersioning,
  ListObjectVersions: listVersions,
  ListMultipartUploads: listUploads,
  GetBucketLocation: getLocation,
  ListObjectsV2: listObjects,
  HeadBucket: headBucket,
  DeleteBucket: deleteBucket,
  DeleteObjects: deleteObjects,
};

async function handle(incoming: Authenticated, state: S3State): Promise<Reply> {
  const { bucket: name, key } = bucketAndKey(incoming.path);
  if (incoming.operation === 'CreateBucket') return createBucket(incoming, state, name);
  const handler = HANDLERS[incoming.operation];
  if (handler === undefined) {
    throw new S3Fault(
      501,
      'NotImplemented',
      `The stand-in knows no ${incoming.method} ${incoming.path}?${incoming.rawQuery}`,
    );
  }
  const bucket = requireBucket(state, name);
  const expected = incoming.headers['x-amz-expected-bucket-owner'];
  if (expected !== undefined && expected !== bucket.owner) throw accessDenied();
  return await handler(s3Request(incoming, state, bucket, key));
}

/** Answers one request to S3. */
export async function answerS3(incoming: Authenticated, state: S3State): Promise<Reply> {
  try {
    return await handle(incoming, state);
  } catch (error) {
    if (error instanceof S3Fault) return s3FaultReply(error, incoming);
    throw error;
  }
}
