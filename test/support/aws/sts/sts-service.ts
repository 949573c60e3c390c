import { createHash } from 'node:crypto';
import type { Authenticated, Incoming, Reply } from '../http-exchange.ts';
import type { KeyRing } from '../key-ring.ts';
import type { StandInClock } from '../stand-in-clock.ts';
import { type IdentityProvider, verifyIdentityToken } from './identity-token.ts';
import { queryFault, queryReply, StsFault } from './query-protocol.ts';

/** A role that people and machines may take. */
export interface Role {
  readonly arn: string;
  /** 3600 unless told. */
  readonly maxSeconds?: number;
  /** Subjects its trust policy names; any subject of a trusted provider when left out. */
  readonly subjects?: readonly string[];
}

export interface StsState {
  readonly providers: readonly IdentityProvider[];
  readonly roles: readonly Role[];
  readonly keys: KeyRing;
  readonly clock: StandInClock;
}

/** An id in the form AWS gives one, always the same for the same name. */
function idOf(prefix: string, name: string): string {
  return `${prefix}${createHash('sha256').update(name).digest('hex').slice(0, 17).toUpperCase()}`;
}

/** `arn:aws:sts::<account>:assumed-role/<role>/<session>` of a session of this role. */
export function sessionArn(roleArn: string, session: string): { account: string; arn: string } {
  const [, , , , account = '', name = ''] = roleArn.split(':');
  const role = name.split('/').at(-1) ?? '';
  return { account, arn: `arn:aws:sts::${account}:assumed-role/${role}/${session}` };
}

function userId(arn: string): string {
  const [, role, session] = /:assumed-role\/([^/]+)\/(.+)$/.exec(arn) ?? [];
  return role === undefined || session === undefined
    ? idOf('AIDA', arn)
    : `${idOf('AROA', role)}:${session}`;
}

export function getCallerIdentity(incoming: Authenticated): Reply {
  const { arn, account } = incoming.caller;
  return queryReply(
    'GetCallerIdentity',
    [
      ['Arn', arn],
      ['UserId', userId(arn)],
      ['Account', account],
    ],
    incoming.requestId,
  );
}

function requiredField(form: URLSearchParams, name: string): string {
  const value = form.get(name);
  if (value !== null && value !== '') return value;
  const member = name.charAt(0).toLowerCase() + name.slice(1);
  throw new StsFault(
    400,
    'ValidationError',
    `1 validation error detected: Value null at '${member}' failed to satisfy constraint: Member must not be null`,
  );
}

function requestedSeconds(form: URLSearchParams, maxSeconds: number): number {
  const text = form.get('DurationSeconds') ?? '3600';
  const seconds = Number(text);
  if (!/^\d+$/.test(text) || seconds < 900) {
    throw new StsFault(
      400,
      'ValidationError',
      `1 validation error detected: Value '${text}' at 'durationSeconds' failed to satisfy constraint: Member must have value greater than or equal to 900`,
    );
  }
  if (seconds > maxSeconds) {
    throw new StsFault(
      400,
      'ValidationError',
      'The requested DurationSeconds exceeds the MaxSessionDuration set for this role.',
    );
  }
  return seconds;
}

async function assumed(form: URLSearchParams, state: StsState, requestId: string): Promise<Reply> {
  const roleArn = requiredField(form, 'RoleArn');
  const session = requiredField(form, 'RoleSessionName');
  const token = requiredField(form, 'WebIdentityToken');
  if (!/^[\w+=,.@-]{2,64}$/.test(session)) {
    throw new StsFault(
      400,
      'ValidationError',
      `1 validation error detected: Value '${session}' at 'roleSessionName' failed to satisfy constraint: Member must satisfy regular expression pattern: [\\w+=,.@-]*`,
    );
  }
  const claims = await verifyIdentityToken(token, state.providers, state.clock.now());
  const role = state.roles.find(({ arn }) => arn === roleArn);
  if (role === undefined || !(role.subjects ?? [claims.sub]).includes(claims.sub)) {
    throw new StsFault(
      403,
      'AccessDenied',
      'Not authorized to perform sts:AssumeRoleWithWebIdentity',
    );
  }
  const seconds = requestedSeconds(form, role.maxSeconds ?? 3600);
  const caller = sessionArn(roleArn, session);
  const key = state.keys.issue(caller, seconds);
  const audience = typeof claims.aud === 'string' ? claims.aud : claims.aud.join(',');
  return queryReply(
    'AssumeRoleWithWebIdentity',
    [
      [
        'Credentials',
        [
          ['AccessKeyId', key.accessKeyId],
          ['SecretAccessKey', key.secretAccessKey],
          ['SessionToken', key.sessionToken],
          ['Expiration', key.expiration.toISOString()],
        ],
      ],
      [
        'AssumedRoleUser',
        [
          ['AssumedRoleId', userId(caller.arn)],
          ['Arn', caller.arn],
        ],
      ],
      ['SubjectFromWebIdentityToken', claims.sub],
      ['Provider', claims.iss],
      ['Audience', audience],
    ],
    requestId,
  );
}

/** Needs no signature: the token says who asks. */
export async function assumeRoleWithWebIdentity(
  incoming: Incoming,
  form: URLSearchParams,
  state: StsState,
): Promise<Reply> {
  const { requestId } = incoming;
  try {
    return await assumed(form, state, requestId);
  } catch (error) {
    if (error instanceof StsFault) {
      return queryFault(error.status, error.code, error.message, requestId);
    }
    throw error;
  }
}
