import type { Readable } from 'node:stream';
import {
  HeadObjectCommand,
  type HeadObjectCommandOutput,
  PutObjectCommand,
  type PutObjectCommandInput,
} from '@aws-sdk/client-s3';
import type { Sha256 } from '../../../kernel/digest.ts';
import { EvidenceStoreError } from '../store.ts';
import { compositeChecksum } from './composite-checksum.ts';
import { download } from './download.ts';
import { isHeld, type Protection, protectionMembers, requireProtected } from './protection.ts';
import type { S3Clients, S3Session } from './s3-session.ts';
import { type LeftParts, uploadInParts, withLeftParts } from './upload-in-parts.ts';

export interface NewObject {
  /** What messages call it: its address. */
  readonly what: string;
  readonly key: string;
  readonly bytes: number;
  readonly sha256: Sha256;
  readonly contentType: string;
  readonly notes: Readonly<Record<string, string>>;
  readonly protection: Protection;
  /** What another writer of the same must have asked for. */
  readonly least: Protection;
  /** Bytes of one part; null for one request. */
  readonly partBytes: number | null;
  /** From the beginning, at every try. */
  body(): Readable;
}

export interface Uploaded {
  readonly versionId: string;
  /** As S3 states it: of all bytes, or `…-N` of the parts. */
  readonly checksum: string;
  /** Is it under a legal hold, whoever placed it? */
  readonly legalHold: boolean;
}

/**
 * Writes an object that was not there, or was written by this run already, and reads back that it is kept as asked.
 * @throws EvidenceStoreError ALREADY_EXISTS, CANCELLED, CONTENT_CHANGED, DAMAGED, NOT_PROTECTED, NOT_WRITABLE, STORE_FAILED
 */
export async function uploadObject(
  session: S3Session,
  object: NewObject,
  signal: AbortSignal | undefined,
): Promise<Uploaded> {
  const { what, key } = object;
  const members = {
    ...session.at,
    Key: key,
    IfNoneMatch: '*',
    ContentType: object.contentType,
    Metadata: { ...object.notes },
    ...protectionMembers(object.protection),
  };
  const left: LeftParts = [];
  try {
    const sent = await session.call(
      what,
      (clients) => send(clients, object, { members, left }, signal),
      signal,
    );
    return await confirm(session, object, { versionId: sent, asked: object.protection }, signal);
  } catch (thrown) {
    if (!(thrown instanceof EvidenceStoreError && thrown.code === 'ALREADY_EXISTS')) {
      throw withLeftParts(thrown, left);
    }
    // a lost answer, or another writer who stored the same: what is there decides (aws 3.2, P22, P23)
    const there = await head(session, what, key, undefined, signal);
    if (!isSame(there, object)) throw withLeftParts(thrown, left);
    const found = { versionId: there.VersionId, asked: object.least };
    return await confirm(session, object, found, signal);
  }
}

/** Was it stored by this run, as the same bytes? Size and checksum are confirmed next. */
function isSame({ Metadata = {} }: HeadObjectCommandOutput, { notes }: NewObject): boolean {
  return ['run-id', 'sha256-hex'].every((note) => Metadata[note] === notes[note]);
}

type Members = Omit<PutObjectCommandInput, 'Body'>;

async function send(
  { single, patient }: S3Clients,
  object: NewObject,
  { members, left }: { readonly members: Members; readonly left: LeftParts },
  signal: AbortSignal | undefined,
): Promise<string | undefined> {
  const { bytes, partBytes, sha256 } = object;
  const body = object.body();
  if (partBytes !== null) {
    const params = { ...members, Body: body, ContentLength: bytes };
    return await uploadInParts(patient, params, partBytes, left);
  }
  const broken = new AbortController();
  let fault: unknown;
  body.once('error', (thrown) => {
    fault = thrown;
    broken.abort();
  });
  try {
    const command = new PutObjectCommand({
      ...members,
      Body: body,
      ContentLength: bytes,
      ChecksumSHA256: base64(sha256),
    });
    const abortSignal = AbortSignal.any([broken.signal, ...(signal === undefined ? [] : [signal])]);
    return (await single.send(command, { abortSignal })).VersionId;
  } catch (thrown) {
    throw fault ?? thrown;
  } finally {
    body.destroy();
  }
}

/** What was asked for must be what is there (aws 3.3): version, size, checksum, lock, hold, encryption. */
async function confirm(
  session: S3Session,
  object: NewObject,
  { versionId, asked }: { readonly versionId: string | undefined; readonly asked: Protection },
  signal: AbortSignal | undefined,
): Promise<Uploaded> {
  const { what, key, bytes, sha256, partBytes } = object;
  if (versionId === undefined || versionId === 'null') {
    throw new EvidenceStoreError('NOT_PROTECTED', `${what} was written and has no version`, {
      advice: 'The bucket must keep versions: it needs Object Lock.',
    });
  }
  const found = await head(session, what, key, versionId, signal);
  requireProtected(what, found, asked);
  const legalHold = isHeld(found);
  const stated = found.ChecksumSHA256;
  if (stated === undefined) {
    // a server that states no checksum must give the bytes back
    await drain(download(session, what, { key, versionId, bytes }, sha256, signal));
    return { versionId, checksum: '', legalHold };
  }
  const expected = partBytes === null ? base64(sha256) : await composite(object, partBytes);
  const got = `${found.ContentLength} bytes with checksum ${stated}`;
  const wanted = `${bytes} bytes with checksum ${expected}`;
  if (got !== wanted) {
    throw new EvidenceStoreError(
      'DAMAGED',
      `${what} was written differently: expected ${wanted}, got ${got}`,
      {
        advice:
          'run the item again, and have the memory of this machine and the way to S3 looked at',
      },
    );
  }
  return { versionId, checksum: stated, legalHold };
}

/** Reads to the end what is checked there. */
export async function drain(chunks: AsyncIterable<Uint8Array>): Promise<void> {
  for await (const chunk of chunks) void chunk;
}

/** Read once more: what S3 says it has is compared with the file, not with what was sent. */
async function composite(object: NewObject, partBytes: number): Promise<string> {
  const parts = compositeChecksum(partBytes);
  for await (const chunk of object.body()) parts.update(chunk as Uint8Array);
  return parts.checksum();
}

export async function head(
  session: S3Session,
  what: string,
  key: string,
  versionId: string | undefined,
  signal?: AbortSignal,
): Promise<HeadObjectCommandOutput> {
  const request = new HeadObjectCommand({
    ...session.at,
    Key: key,
    ChecksumMode: 'ENABLED',
    VersionId: versionId,
  });
  return await session.call(
    what,
    ({ single }) => single.send(request, { ...(signal && { abortSignal: signal }) }),
    signal,
  );
}

/** A digest as S3 writes it. */
export function base64(digest: Sha256): string {
  return Buffer.from(digest, 'hex').toString('base64');
}
