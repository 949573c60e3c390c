import type { HeadObjectCommandOutput, PutObjectCommandInput } from '@aws-sdk/client-s3';
import type { Clock } from '../../../kernel/clock.ts';
import { EvidenceStoreError, type PackageCell } from '../store.ts';
import type { S3StoreOptions } from './s3-options.ts';

/** What an object is to be kept under. */
export interface Protection {
  readonly lock: { readonly mode: 'COMPLIANCE' | 'GOVERNANCE'; readonly until: Date } | null;
  readonly legalHold: boolean;
  readonly kmsKey: string | null;
}

const DAY_MS = 24 * 60 * 60 * 1000;

/** Retention counts from the later of the period's end and now (domain/sox.md R-1); in whole seconds, as S3 does. */
export function protectionOf(
  { retention, legalHold, kmsKey }: S3StoreOptions,
  { cutoff }: PackageCell,
  clock: Clock,
): Protection {
  if (retention.mode === 'none') return { lock: null, legalHold, kmsKey };
  const from = Math.max(Date.parse(cutoff) + DAY_MS, Date.parse(clock.now()));
  const until = new Date(Math.ceil((from + retention.days * DAY_MS) / 1000) * 1000);
  return { lock: { mode: retention.mode, until }, legalHold, kmsKey };
}

/** Members of the request that ask for it. */
export function protectionMembers({ lock, legalHold, kmsKey }: Protection) {
  return {
    ...(lock === null ? {} : { ObjectLockMode: lock.mode, ObjectLockRetainUntilDate: lock.until }),
    ...(legalHold ? { ObjectLockLegalHoldStatus: 'ON' } : {}),
    ...(kmsKey === null
      ? {}
      : { ServerSideEncryption: 'aws:kms', SSEKMSKeyId: kmsKey, BucketKeyEnabled: true }),
  } satisfies Partial<PutObjectCommandInput>;
}

/** The lock that was asked for, noted with the object: it may not become less. */
export function lockNotes({ lock }: Protection): Readonly<Record<string, string>> {
  if (lock === null) return {};
  return { 'lock-mode': lock.mode, 'retain-until': lock.until.toISOString() };
}

/** The lock noted with an object. */
export function notedLock({ Metadata = {} }: HeadObjectCommandOutput): Protection['lock'] {
  const { 'lock-mode': mode, 'retain-until': until } = Metadata;
  if ((mode !== 'COMPLIANCE' && mode !== 'GOVERNANCE') || until === undefined) return null;
  return { mode, until: new Date(until) };
}

/** In words, how an object is kept less well than it must be. */
export function lockShortfalls(
  head: HeadObjectCommandOutput,
  lock: Protection['lock'],
): readonly string[] {
  if (lock === null) return [];
  const { ObjectLockMode: mode = 'none', ObjectLockRetainUntilDate: until } = head;
  const wanted = lock.until.toISOString();
  return [
    ...(mode === lock.mode || mode === 'COMPLIANCE'
      ? []
      : [`expected lock mode ${lock.mode}, got ${mode}`]),
    ...(until !== undefined && until >= lock.until
      ? []
      : [`expected retention until ${wanted}, got ${until?.toISOString() ?? 'none'}`]),
  ];
}

/** @throws EvidenceStoreError NOT_PROTECTED when an object just written is not kept as was asked */
export function requireProtected(
  what: string,
  head: HeadObjectCommandOutput,
  asked: Protection,
): void {
  const shortfalls = [
    ...lockShortfalls(head, asked.lock),
    ...(asked.legalHold && head.ObjectLockLegalHoldStatus !== 'ON'
      ? [`expected a legal hold, got ${head.ObjectLockLegalHoldStatus ?? 'none'}`]
      : []),
    ...(asked.kmsKey !== null && head.ServerSideEncryption !== 'aws:kms'
      ? [`expected encryption aws:kms, got ${head.ServerSideEncryption ?? 'none'}`]
      : []),
  ];
  if (shortfalls.length === 0) return;
  throw new EvidenceStoreError(
    'NOT_PROTECTED',
    `${what} was written and is not protected as configured: ${shortfalls.join('; ')}`,
    {
      advice: 'Have the bucket and its policy checked against docs/operations.md, then run again.',
    },
  );
}
