import type { Incoming, Reply } from '../http-exchange.ts';
import { wholeBody } from '../http-exchange.ts';
import { xmlText } from '../xml.ts';
import type { Bucket, Retention, S3State, Version } from './buckets.ts';
import { findVersion } from './find-version.ts';
import type { S3Request } from './request.ts';
import {
  accessDenied,
  emptyReply,
  invalidArgument,
  invalidRequest,
  S3Fault,
  xmlReply,
} from './s3-fault.ts';

const DAY_MS = 86_400_000;
const malformed = (): S3Fault =>
  new S3Fault(
    400,
    'MalformedXML',
    'The XML you provided was not well-formed or did not validate against our published schema',
  );

function modeOf(text: string): Retention['mode'] {
  if (text === 'COMPLIANCE' || text === 'GOVERNANCE') return text;
  throw invalidArgument('Unknown wormMode directive.');
}

function futureDate(text: string, state: S3State): Date {
  const until = new Date(text);
  if (Number.isNaN(until.getTime()))
    throw invalidArgument('The retain until date must be provided in ISO 8601 format');
  if (until <= state.clock.now()) {
    throw invalidArgument('The retain until date must be in the future!');
  }
  return until;
}

/** Retention and hold that a new version shall have, by its headers or the bucket's default. @throws S3Fault */
export function requestedLock(
  incoming: Incoming,
  bucket: Bucket,
  state: S3State,
): {
  readonly retention: Retention | null;
  readonly legalHold: boolean;
  readonly isAsked: boolean;
} {
  const mode = incoming.headers['x-amz-object-lock-mode'];
  const until = incoming.headers['x-amz-object-lock-retain-until-date'];
  const hold = incoming.headers['x-amz-object-lock-legal-hold'];
  const isAsked = mode !== undefined || until !== undefined || hold !== undefined;
  if (isAsked && !bucket.isLocked) {
    throw invalidRequest('Bucket is missing Object Lock Configuration');
  }
  if ((mode === undefined) !== (until === undefined)) {
    throw invalidArgument(
      'x-amz-object-lock-retain-until-date and x-amz-object-lock-mode must both be supplied',
    );
  }
  if (hold !== undefined && hold !== 'ON' && hold !== 'OFF') {
    throw invalidArgument('Legal hold must be either of ON or OFF');
  }
  const { defaultRetention } = bucket;
  const retention =
    mode !== undefined && until !== undefined
      ? { mode: modeOf(mode), until: futureDate(until, state) }
      : defaultRetention === null
        ? null
        : {
            mode: defaultRetention.mode,
            until: new Date(state.clock.now().getTime() + defaultRetention.days * DAY_MS),
          };
  return { retention, legalHold: hold === 'ON', isAsked };
}

/** @throws S3Fault when the version is protected from going */
export function refuseIfLocked(request: S3Request, version: Version): void {
  const { retention, legalHold } = version;
  const isRetained = retention !== null && retention.until > request.state.clock.now();
  const isBypassed = retention?.mode === 'GOVERNANCE' && request.bypassesGovernance();
  if (legalHold || (isRetained && !isBypassed)) {
    throw accessDenied('Access Denied because object protected by object lock.');
  }
}

function requireLockedBucket({ bucket }: S3Request): void {
  if (!bucket.isLocked) throw invalidRequest('Bucket is missing Object Lock Configuration');
}

async function guardedXml({ incoming }: S3Request): Promise<string> {
  return (await wholeBody(incoming)).toString('utf8');
}

/** Weakening a retention that still runs is refused, GOVERNANCE's with the right and the header excepted. */
function refuseWeaker(request: S3Request, version: Version, next: Retention | null): void {
  const { retention } = version;
  if (retention === null || retention.until <= request.state.clock.now()) return;
  const isWeaker =
    next === null ||
    next.until < retention.until ||
    (retention.mode === 'COMPLIANCE' && next.mode === 'GOVERNANCE');
  if (!isWeaker) return;
  if (retention.mode === 'GOVERNANCE' && request.bypassesGovernance()) return;
  throw accessDenied('Access Denied because object protected by object lock.');
}

export async function putRetention(request: S3Request): Promise<Reply> {
  request.permit('s3:PutObjectRetention');
  requireLockedBucket(request);
  const text = await guardedXml(request);
  const version = findVersion(request);
  const mode = xmlText(text, 'Mode');
  const until = xmlText(text, 'RetainUntilDate');
  if ((mode === null) !== (until === null)) throw malformed();
  const next =
    mode === null || until === null
      ? null
      : { mode: modeOf(mode), until: futureDate(until, request.state) };
  refuseWeaker(request, version, next);
  version.retention = next;
  return emptyReply(200);
}

const noLockOnObject = (): S3Fault =>
  new S3Fault(
    404,
    'NoSuchObjectLockConfiguration',
    'The specified object does not have a ObjectLock configuration',
  );

export function getRetention(request: S3Request): Reply {
  request.permit('s3:GetObjectRetention');
  requireLockedBucket(request);
  const { retention } = findVersion(request);
  if (retention === null) throw noLockOnObject();
  return xmlReply('Retention', [
    ['Mode', retention.mode],
    ['RetainUntilDate', retention.until.toISOString()],
  ]);
}

export async function putLegalHold(request: S3Request): Promise<Reply> {
  request.permit('s3:PutObjectLegalHold');
  requireLockedBucket(request);
  const status = xmlText(await guardedXml(request), 'Status');
  if (status !== 'ON' && status !== 'OFF') throw malformed();
  findVersion(request).legalHold = status === 'ON';
  return emptyReply(200);
}

export function getLegalHold(request: S3Request): Reply {
  request.permit('s3:GetObjectLegalHold');
  requireLockedBucket(request);
  const { legalHold } = findVersion(request);
  return xmlReply('LegalHold', [['Status', legalHold ? 'ON' : 'OFF']]);
}

export async function putLockConfiguration(request: S3Request): Promise<Reply> {
  request.permit('s3:PutBucketObjectLockConfiguration');
  const { bucket } = request;
  const text = await guardedXml(request);
  if (xmlText(text, 'ObjectLockEnabled') !== 'Enabled') throw malformed();
  if (bucket.versioning !== 'Enabled') {
    throw new S3Fault(
      409,
      'InvalidBucketState',
      'Versioning must be Enabled on the bucket to apply a Object Lock configuration',
    );
  }
  const mode = xmlText(text, 'Mode');
  const days = xmlText(text, 'Days') ?? null;
  const years = xmlText(text, 'Years') ?? null;
  if (mode !== null && (days === null) === (years === null)) throw malformed();
  bucket.isLocked = true;
  bucket.defaultRetention =
    mode === null
      ? null
      : { mode: modeOf(mode), days: days === null ? Number(years) * 365 : Number(days) };
  return emptyReply(200);
}

export function getLockConfiguration(request: S3Request): Reply {
  request.permit('s3:GetBucketObjectLockConfiguration');
  const { bucket } = request;
  if (!bucket.isLocked) {
    throw new S3Fault(
      404,
      'ObjectLockConfigurationNotFoundError',
      'Object Lock configuration does not exist for this bucket',
    );
  }
  const { defaultRetention: rule } = bucket;
  return xmlReply('ObjectLockConfiguration', [
    ['ObjectLockEnabled', 'Enabled'],
    [
      'Rule',
      rule === null
        ? null
        : [
            [
              'DefaultRetention',
              [
                ['Mode', rule.mode],
                ['Days', rule.days],
              ],
            ],
          ],
    ],
  ]);
}
