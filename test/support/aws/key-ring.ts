import { randomBytes, randomUUID } from 'node:crypto';
import type { Incoming } from './http-exchange.ts';
import type { Caller } from './service.ts';
import { isSignedBy, readAuthorization } from './signature.ts';
import type { StandInClock } from './stand-in-clock.ts';

/** A key pair the stand-in knows; with a token it is temporary. */
export interface AccessKey {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly account: string;
  readonly arn: string;
  readonly sessionToken?: string;
  readonly expiration?: Date;
}

export interface TemporaryKey extends AccessKey {
  readonly sessionToken: string;
  readonly expiration: Date;
}

/** Why a request is turned away before its service sees it. */
export type Refusal =
  | 'missing'
  | 'unknown-key'
  | 'wrong-token'
  | 'expired'
  | 'wrong-signature'
  | 'skewed';

const MAX_SKEW_MS = 15 * 60_000;

/** `20260131T060000Z` of a request. */
function requestTime(text: string): Date {
  return new Date(text.replace(/^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/, '$1-$2-$3T$4:$5:$6Z'));
}

export class KeyRing {
  readonly #keys = new Map<string, AccessKey>();
  readonly #clock: StandInClock;
  readonly #verify: boolean;

  constructor(keys: readonly AccessKey[], clock: StandInClock, verify: boolean) {
    for (const key of keys) this.#keys.set(key.accessKeyId, key);
    this.#clock = clock;
    this.#verify = verify;
  }

  /** A new temporary key. */
  issue(caller: { readonly account: string; readonly arn: string }, seconds: number): TemporaryKey {
    const key: TemporaryKey = {
      ...caller,
      accessKeyId: `ASIA${randomBytes(8).toString('hex').toUpperCase()}`,
      secretAccessKey: randomBytes(30).toString('base64'),
      sessionToken: `token-${randomUUID()}/+=`,
      expiration: new Date(this.#clock.now().getTime() + seconds * 1000),
    };
    this.#keys.set(key.accessKeyId, key);
    return key;
  }

  /** From now on this key's token counts as expired. */
  expire(accessKeyId: string): void {
    const key = this.#keys.get(accessKeyId);
    if (key === undefined) throw new Error(`no key ${accessKeyId} is known`);
    this.#keys.set(accessKeyId, { ...key, expiration: new Date(0) });
  }

  /** Who sent the request, or why nobody is taken for its sender. */
  authenticate(incoming: Incoming, payloadHash: string): Caller | Refusal {
    const authorization = readAuthorization(incoming.headers['authorization'] ?? '');
    if (authorization === null) return 'missing';
    const key = this.#keys.get(authorization.accessKeyId);
    if (key === undefined) return 'unknown-key';
    if (key.sessionToken !== incoming.headers['x-amz-security-token']) return 'wrong-token';
    const now = this.#clock.now().getTime();
    if (key.expiration !== undefined && key.expiration.getTime() <= now) return 'expired';
    if (this.#verify) {
      if (!isSignedBy(incoming, authorization, key.secretAccessKey, payloadHash)) {
        return 'wrong-signature';
      }
      const sent = requestTime(incoming.headers['x-amz-date'] ?? '').getTime();
      if (!(Math.abs(sent - now) <= MAX_SKEW_MS)) return 'skewed';
    }
    return { accessKeyId: key.accessKeyId, account: key.account, arn: key.arn };
  }
}
