import type { HeadObjectCommandOutput, PutObjectCommandInput } from '@aws-sdk/client-s3';
import type { Clock } from '../../../kernel/clock.ts';
import { parsePackageName } from '../../manifest/package-name.ts';
import { EvidenceStoreError, type PackageCell, type PackageLocation } from '../store.ts';
import type { S3StoreOptions } from './s3-options.ts';

/** What an object is to be kept under. */
export interface Protection {
  readonly lock: Lock | null;
  readonly legalHold: boolean;
  /** The ARN of the key. */
  readonly kmsKey: string | null;
}

interface Lock {
  readonly mode: 'COMPLIANCE' | 'GOVERNANCE';
  readonly until: Date;
  /** Days that must be left when S3 takes it, by its own clock; 0 where only the date was noted. */
  readonly days: number;
}

const DAY_MS = 24 * 60 * 60 * 1000;
/** The date is set before an upload, which may take hours; clocks differ by far less. */
const TOLERANCE_MS = DAY_MS;

/** Retention counts from the later of the period's end and now (domain/sox.md R-1); in whole seconds, as S3 does. */
export function protectionOf(
  { retention, legalHold, kmsKey }: S3StoreOptions,
  { cutoff }: PackageCell,
  clock: Clock,
): Protection {
  if (retention.mode === 'none') return { lock: null, legalHold, kmsKey };
  const from = Math.max(Date.parse(cutoff) + DAY_MS, Date.parse(clock.now()));
  const until = new Date(Math.ceil((from + retention.days * DAY_MS) / 1000) * 1000);
  return { lock: { mode: retention.mode, until, days: retention.days }, legalHold, kmsKey };
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

/** The least that the settings ask for a package of this name, whenever it was stored: its run began before. */
export function leastProtection(options: S3StoreOptions, location: PackageLocation): Protection {
  const { startedAt } = parsePackageName(location.packageName);
  return protectionOf(options, location, { now: () => startedAt });
}

/** What was asked for, noted with the object: a version's notes never change, so that it may not become less. */
export function protectionNotes({
  lock,
  legalHold,
  kmsKey,
}: Protection): Readonly<Record<string, string>> {
  return {
    ...(lock === null ? {} : { 'lock-mode': lock.mode, 'retain-until': lock.until.toISOString() }),
    ...(legalHold ? { 'legal-hold': 'ON' } : {}),
    ...(kmsKey === null ? {} : { 'kms-key': kmsKey }),
  };
}

/** What an object was stored under, and what the settings ask for by now: the stronger of both. */
export function wantedProtection(
  { Metadata = {} }: HeadObjectCommandOutput,
  least: Protection,
): Protection {
  return {
    lock: stronger(notedLock(Metadata), least.lock),
    legalHold: Metadata['legal-hold'] === 'ON' || least.legalHold,
    kmsKey: least.kmsKey ?? Metadata['kms-key'] ?? null,
  };
}

function notedLock(notes: Readonly<Record<string, string>>): Lock | null {
  const { 'lock-mode': mode, 'retain-until': until } = notes;
  if ((mode !== 'COMPLIANCE' && mode !== 'GOVERNANCE') || until === undefined) return null;
  return { mode, until: new Date(until), days: 0 };
}

function stronger(one: Lock | null, other: Lock | null): Lock | null {
  if (one === null || other === null) return one ?? other;
  return {
    mode: one.mode === 'COMPLIANCE' ? one.mode : other.mode,
    until: new Date(Math.max(one.until.getTime(), other.until.getTime())),
    days: Math.max(one.days, other.days),
  };
}

export function isHeld(head: HeadObjectCommandOutput): boolean {
  return head.ObjectLockLegalHoldStatus === 'ON';
}

/** In words, how an object is kept less well than it must be. */
export function shortfalls(
  head: HeadObjectCommandOutput,
  { lock, legalHold, kmsKey }: Protection,
): readonly string[] {
  const { ServerSideEncryption: encryption, SSEKMSKeyId: key } = head;
  return [
    ...(lock === null ? [] : lockShortfalls(head, lock)),
    ...(legalHold && !isHeld(head)
      ? [`expected a legal hold, got ${head.ObjectLockLegalHoldStatus ?? 'none'}`]
      : []),
    ...(kmsKey !== null && encryption !== 'aws:kms'
      ? [`expected encryption aws:kms, got ${encryption ?? 'none'}`]
      : []),
    ...(kmsKey !== null && encryption === 'aws:kms' && key !== kmsKey
      ? [`expected encryption with ${kmsKey}, got ${key}`]
      : []),
  ];
}

/** A machine whose clock is behind asks for a date that is too early: S3's own clock decides too. */
function lockShortfalls(head: HeadObjectCommandOutput, lock: Lock): readonly string[] {
  const {
    ObjectLockMode: mode = 'none',
    ObjectLockRetainUntilDate: until,
    LastModified: storedAt,
  } = head;
  if (storedAt === undefined) return ['expected the time it was stored, got none'];
  const byItsClock = storedAt.getTime() + lock.days * DAY_MS - TOLERANCE_MS;
  const wanted = new Date(Math.max(lock.until.getTime(), byItsClock));
  return [
    ...(mode === lock.mode || mode === 'COMPLIANCE'
      ? []
      : [`expected lock mode ${lock.mode}, got ${mode}`]),
    ...(until !== undefined && until >= wanted
      ? []
      : [
          `expected retention until ${wanted.toISOString()}, got ${until?.toISOString() ?? 'none'}`,
        ]),
  ];
}

/** @throws EvidenceStoreError NOT_PROTECTED when an object just written is not kept as was asked */
export function requireProtected(
  what: string,
  head: HeadObjectCommandOutput,
  asked: Protection,
): void {
  const less = shortfalls(head, asked);
  if (less.length === 0) return;
  throw new EvidenceStoreError(
    'NOT_PROTECTED',
    `${what} was written and is not protected as configured: ${less.join('; ')}`,
    {
      advice:
        'Have the clock of this machine, the bucket and its policy checked against docs/operations.md, then run again.',
    },
  );
}
