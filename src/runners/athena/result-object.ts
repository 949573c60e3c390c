import { GetObjectCommand, type GetObjectCommandOutput } from '@aws-sdk/client-s3';
import { isPassing } from '../../aws/aws-errors.ts';
import { pause, retryDelay } from '../../aws/back-off.ts';
import type { Sha256 } from '../../kernel/digest.ts';
import type { QueryDeadline } from '../query-deadline.ts';
import { RunnerError } from '../runner.ts';
import type { SpoolFile } from '../spool-file.ts';
import { athenaError } from './athena-error.ts';
import { known } from './execution-details.ts';
import {
  type ChecksumOutcome,
  type ObjectChecksums,
  startObjectChecksums,
} from './object-checksums.ts';
import type { ReadingTools } from './reading-tools.ts';

/** Where a result stands. */
export interface ObjectPlace {
  /** As Athena says it: `s3://bucket/prefix/id.csv`. */
  readonly location: string;
  readonly expectedBucketOwner: string;
  /** When the query was submitted and when it ended, as Athena says it. */
  readonly submittedAt: Date | undefined;
  readonly completedAt: Date | undefined;
}

export interface FetchedObject {
  /** What S3 said of the object before its first byte. */
  readonly first: GetObjectCommandOutput;
  readonly resumes: number;
  readonly checksums: ObjectChecksums;
}

/** Resumes after a broken or stalled body. */
const MOST_RESUMES = 5;
const SKEW_MS = 5 * 60_000;
/** Athena writes the object before it ends the query; both clocks are of AWS, and S3's tells whole seconds. */
const WRITTEN_AFTER_MS = 3_000;

/**
 * Streams the result object into the spool: whole, unchanged, and written while its query ran. A body that breaks is
 * resumed where it broke, from the same object only.
 * @throws RunnerError RESULT_MISSING, RESULT_ALTERED, RESULT_TRUNCATED, AUTH_FAILED or SOURCE_UNAVAILABLE
 */
export async function fetchObject(
  what: string,
  place: ObjectPlace,
  spool: SpoolFile,
  tools: ReadingTools,
  deadline: QueryDeadline,
): Promise<FetchedObject> {
  const { Bucket, Key } = keyOf(what, place.location);
  const { aws, timing, random, hide } = tools;
  let first: GetObjectCommandOutput | undefined;
  let checksums: ObjectChecksums | undefined;
  let length = Number.NaN;
  let resumes = 0;
  for (;;) {
    try {
      const owner = { Bucket, Key, ExpectedBucketOwner: place.expectedBucketOwner };
      const answer = await aws.call(async ({ s3 }) => {
        const part = partOf(first, spool.bytes);
        const object = await s3.send(new GetObjectCommand({ ...owner, ...part }), {
          abortSignal: deadline.signal,
        });
        // a body that breaks before it is read must not end the process; reading it tells the error again
        if (object.Body !== undefined && 'on' in object.Body)
          object.Body.on('error', () => undefined);
        return object;
      });
      if (first === undefined || checksums === undefined || spool.bytes === 0) {
        length = await requireWhole(what, answer, place, spool);
        first = answer;
        checksums = startObjectChecksums(answer);
        spool.watch(checksums);
      } else requirePart(what, answer, first, spool.bytes, length);
      await receive(what, answer.Body, spool, length);
      if (spool.bytes === length) return { first, resumes, checksums };
      throw truncated(what, spool.bytes, length);
    } catch (thrown) {
      if (deadline.signal.aborted) throw deadline.error(what);
      if (!isPassing(thrown) || resumes >= MOST_RESUMES) {
        throw athenaError(`${what}: fetching its result object`, thrown, hide);
      }
      resumes += 1;
    }
    await pause(retryDelay(timing.retry, resumes - 1, random), deadline.signal);
  }
}

/** Nothing when no byte came: then the whole object is asked for again, with its checksums. */
function partOf(first: GetObjectCommandOutput | undefined, received: number) {
  if (first === undefined || received === 0) return undefined;
  const { ETag, VersionId } = first;
  return {
    Range: `bytes=${received}-`,
    IfMatch: ETag,
    ...(VersionId === undefined ? {} : { VersionId }),
  };
}

async function requireWhole(
  what: string,
  { ContentLength, ETag, LastModified, Body }: GetObjectCommandOutput,
  place: ObjectPlace,
  spool: SpoolFile,
): Promise<number> {
  try {
    if (ContentLength === undefined || ETag === undefined) {
      throw altered(what, 'S3 gives no length or no ETag for it');
    }
    requireOfQuery(what, LastModified, place);
    await spool.requireRoom(ContentLength);
    return ContentLength;
  } catch (thrown) {
    release(Body);
    throw thrown;
  }
}

/** Neither left from before the query, nor put in the place of its result since. */
function requireOfQuery(
  what: string,
  written: Date | undefined,
  { submittedAt, completedAt }: ObjectPlace,
): void {
  const at = (moment: Date | undefined) => moment?.toISOString() ?? 'at no known time';
  const since = submittedAt === undefined ? Number.NaN : submittedAt.getTime() - SKEW_MS;
  if (!(written !== undefined && written.getTime() >= since)) {
    throw new RunnerError(
      'STALE_EXECUTION',
      `${what}: its result object was last written ${at(written)}, before the query`,
      { advice: 'Run again; find out who keeps old objects below the output location.' },
    );
  }
  const until = completedAt === undefined ? Number.NaN : completedAt.getTime() + WRITTEN_AFTER_MS;
  if (written.getTime() <= until) return;
  throw altered(what, `it was last written ${at(written)}, the query ended ${at(completedAt)}`);
}

function requirePart(
  what: string,
  { ContentRange, ETag, Body }: GetObjectCommandOutput,
  first: GetObjectCommandOutput,
  received: number,
  length: number,
): void {
  const expected = `bytes ${received}-${length - 1}/${length}`;
  if (ContentRange === expected && ETag === first.ETag) return;
  release(Body);
  throw altered(
    what,
    `asked for ${expected} of ${first.ETag}, S3 sent ${ContentRange ?? 'no range'} of ${ETag ?? 'no object it names'}`,
  );
}

async function receive(
  what: string,
  body: GetObjectCommandOutput['Body'],
  spool: SpoolFile,
  length: number,
): Promise<void> {
  if (body === undefined || !(Symbol.asyncIterator in body)) {
    throw altered(what, 'S3 sent no body');
  }
  for await (const chunk of body) {
    if (spool.bytes + chunk.length > length) throw altered(what, `more than ${length} bytes came`);
    await spool.append(chunk);
  }
}

/** A body that is left alone would keep its socket. */
function release(body: GetObjectCommandOutput['Body']): void {
  if (body !== undefined && 'destroy' in body) body.destroy();
}

/**
 * Holds the file against the checksums S3 keeps of the whole object.
 * @throws RunnerError RESULT_ALTERED
 */
export function requireChecksums(
  what: string,
  found: Sha256,
  { checksums }: FetchedObject,
): ChecksumOutcome {
  const outcome = checksums.outcome(found);
  if (outcome.wrong.length === 0) return outcome;
  throw altered(what, `its bytes do not have the ${outcome.wrong.join(', ')} S3 keeps of them`);
}

/** For the receipt. */
export function objectDetails(
  { first: object, resumes }: FetchedObject,
  { right, unchecked }: ChecksumOutcome,
): Readonly<Record<string, string>> {
  return known({
    resumes,
    checked: right.join(', ') || 'length only',
    unchecked: unchecked.join(', ') || null,
    etag: object.ETag,
    version_id: object.VersionId,
    content_length: object.ContentLength,
    request: object.$metadata.requestId,
    extended_request: object.$metadata.extendedRequestId,
    last_modified: object.LastModified?.toISOString(),
    encryption: object.ServerSideEncryption,
    kms_key: object.SSEKMSKeyId,
    checksum_type: object.ChecksumType,
    checksum_sha256: object.ChecksumSHA256,
    checksum_crc32: object.ChecksumCRC32,
    checksum_crc32c: object.ChecksumCRC32C,
    checksum_crc64nvme: object.ChecksumCRC64NVME,
    checksum_sha1: object.ChecksumSHA1,
    checksum_sha512: object.ChecksumSHA512,
    checksum_md5: object.ChecksumMD5,
    checksum_xxhash64: object.ChecksumXXHASH64,
    checksum_xxhash3: object.ChecksumXXHASH3,
    checksum_xxhash128: object.ChecksumXXHASH128,
  });
}

function keyOf(what: string, location: string): { readonly Bucket: string; readonly Key: string } {
  const [, Bucket, Key] = /^s3:\/\/([^/]+)\/(.+\.csv)$/.exec(location) ?? [];
  if (Bucket !== undefined && Key !== undefined) return { Bucket, Key };
  throw new RunnerError(
    'QUERY_REJECTED',
    `${what}: Athena wrote its result to ${location}, which is no CSV object`,
    { advice: "Write one SELECT over the declared tables of the item's sources." },
  );
}

/** @param how a sentence about the result object */
export function altered(what: string, how: string): RunnerError {
  return new RunnerError('RESULT_ALTERED', `${what}: the result is not what Athena wrote: ${how}`, {
    advice: 'Nothing of it is kept. Find out what stands between Athena and here, then run again.',
  });
}

function truncated(what: string, received: number, length: number): RunnerError {
  return new RunnerError(
    'RESULT_TRUNCATED',
    `${what}: ${received} of ${length} bytes of its result arrived`,
    { transient: true, advice: 'Nothing of the short result is kept; run again.' },
  );
}
