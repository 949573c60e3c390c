import {
  AbortMultipartUploadCommand,
  type PutObjectCommandInput,
  type S3Client,
} from '@aws-sdk/client-s3';
import { Upload } from '@aws-sdk/lib-storage';
import { awsTrouble } from '../../../aws/aws-errors.ts';
import { EvidenceStoreError } from '../store.ts';

/** Parts of an upload that are on their way at once. */
const PARTS_AT_ONCE = 2;

/** Why parts of uploads that failed could not be removed, oldest first. */
export type LeftParts = unknown[];

/**
 * Uploads an object in parts. What failed is given up; where that is refused as well, it is noted in `left` and what
 * failed first is thrown.
 * @throws what the SDK or the body throws
 */
export async function uploadInParts(
  client: S3Client,
  params: PutObjectCommandInput,
  partBytes: number,
  left: LeftParts,
): Promise<string | undefined> {
  // a body that fails makes the upload fail; a signal would leave its parts behind
  const upload = new Upload({
    client,
    params: { ...params, ChecksumAlgorithm: 'SHA256' },
    partSize: partBytes,
    queueSize: PARTS_AT_ONCE,
    // its own way to give up throws what that ran into, and forgets what failed
    leavePartsOnError: true,
  });
  try {
    return (await upload.done()).VersionId;
  } catch (thrown) {
    await giveUp(client, params, upload.uploadId).catch((refused: unknown) => left.push(refused));
    throw thrown;
  }
}

async function giveUp(
  client: S3Client,
  { Bucket, Key, ExpectedBucketOwner }: PutObjectCommandInput,
  uploadId: string | undefined,
): Promise<void> {
  // without it S3 would be asked to delete the object itself
  if (uploadId === undefined) return;
  const abort = new AbortMultipartUploadCommand({
    Bucket,
    Key,
    ExpectedBucketOwner,
    UploadId: uploadId,
  });
  await client.send(abort).catch((thrown: unknown) => {
    // it ended in a try whose answer was lost
    if (awsTrouble(thrown).name !== 'NoSuchUpload') throw thrown;
  });
}

/** What failed, and that it left parts behind. */
export function withLeftParts(failed: unknown, left: LeftParts): unknown {
  const [refused] = left;
  if (refused === undefined || !(failed instanceof EvidenceStoreError)) return failed;
  const { code, transient, advice } = failed;
  const parts = 'The parts it left can be removed by whoever may abort uploads in parts.';
  return new EvidenceStoreError(
    code,
    `${failed.message}; its parts could not be removed: ${awsTrouble(refused).message}`,
    { cause: failed, transient, advice: advice === undefined ? parts : `${advice} ${parts}` },
  );
}
