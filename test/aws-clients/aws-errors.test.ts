import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type AwsTroubleKind,
  awsTrouble,
  awsTroubleKind,
  isExpired,
  isPassing,
} from '../../src/aws/aws-errors.ts';

/** An error as the SDK makes it. */
function anError(name: string, status?: number, code?: string): Error {
  const $metadata = status === undefined ? {} : { httpStatusCode: status, requestId: 'r-1' };
  return Object.assign(new Error('the words of the service'), {
    name,
    $metadata,
    ...(code === undefined ? {} : { code }),
  });
}

const NAMES: Readonly<Record<Exclude<AwsTroubleKind, 'other'>, readonly string[]>> = {
  expired: ['ExpiredToken', 'ExpiredTokenException', 'RequestExpired', 'TokenRefreshRequired'],
  'no credentials': ['CredentialsProviderError', 'TokenProviderError'],
  'unknown keys': [
    'UnrecognizedClientException',
    'InvalidAccessKeyId',
    'InvalidClientTokenId',
    'InvalidToken',
    'SignatureDoesNotMatch',
    'InvalidSignatureException',
    'MissingAuthenticationToken',
  ],
  denied: ['AccessDenied', 'AccessDeniedException', 'UnauthorizedException'],
  throttled: [
    'TooManyRequestsException',
    'ThrottlingException',
    'Throttling',
    'SlowDown',
    'RequestLimitExceeded',
    'LimitExceededException',
    'BandwidthLimitExceeded',
  ],
  passing: ['TimeoutError', 'RequestTimeout', 'RequestTimeTooSkewed'],
};

const named = Object.entries(NAMES).flatMap(([kind, names]) =>
  names.map((name) => [name, kind] as const),
);
const aStatus = fc.option(fc.integer({ min: 300, max: 599 }), { nil: undefined });

describe('an error of the SDK', () => {
  it.each(named)('%s means "%s", whatever the status', (name, kind) => {
    fc.assert(
      fc.property(aStatus, (status) => {
        expect(awsTroubleKind(anError(name, status))).toBe(kind);
      }),
    );
  });

  it.each([
    [
      'The Canonical String for this request should have been',
      'POST\n/\n\nx-amz-security-token:abc',
    ],
    ['The String-to-Sign should have been', 'AWS4-HMAC-SHA256\n20260131T060000Z'],
  ])('P27 tells its message without what was signed: %s', (words, signed) => {
    const message = `The signature does not match.\n\n${words}\n'${signed}'\n`;
    expect(awsTrouble(new Error(message)).message).toBe(
      'The signature does not match. (what was signed is not shown)',
    );
  });

  it('that is of the network is told by its code, and passes', () => {
    const codes = ['ECONNRESET', 'ECONNREFUSED', 'EPIPE', 'ETIMEDOUT', 'EAI_AGAIN', 'ENOTFOUND'];
    fc.assert(
      fc.property(
        fc.constantFrom(...codes),
        fc.constantFrom('Error', 'AggregateError'),
        (code, name) => {
          const thrown = anError(name, undefined, code);
          expect(awsTrouble(thrown)).toMatchObject({ name: code, status: null, requestId: null });
          expect(awsTroubleKind(thrown)).toBe('passing');
        },
      ),
    );
  });

  it('of a name nobody knows is judged by its status alone', () => {
    const unknown = fc.string({ minLength: 1 }).map((text) => `Unseen${text}`);
    fc.assert(
      fc.property(unknown, fc.integer({ min: 300, max: 599 }), (name, status) => {
        const kind = awsTroubleKind(anError(name, status));
        if (status >= 500) expect(kind).toBe('passing');
        else if (status === 429) expect(kind).toBe('throttled');
        else if (status === 401 || status === 403) expect(kind).toBe('denied');
        else expect(kind).toBe('other');
      }),
    );
  });

  it('P21 that is expired is never taken for one that passes by itself, and nothing is both', () => {
    const names = fc.oneof(fc.constantFrom(...named.map(([name]) => name)), fc.string());
    fc.assert(
      fc.property(names, aStatus, (name, status) => {
        const thrown = anError(name, status);
        const kind = awsTroubleKind(thrown);
        expect(isExpired(thrown)).toBe(kind === 'expired');
        expect(isPassing(thrown)).toBe(kind === 'throttled' || kind === 'passing');
      }),
    );
  });

  it('a page of HTML in place of an answer is judged by its status', () => {
    expect(awsTroubleKind(anError('SyntaxError', 503))).toBe('passing');
  });

  it('anything may be thrown, and is read without throwing', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (thrown) => {
        expect(typeof awsTrouble(thrown).name).toBe('string');
        expect(typeof awsTrouble(thrown).message).toBe('string');
        expect(typeof awsTroubleKind(thrown)).toBe('string');
      }),
    );
  });

  it('is read with its status and the id of its request', () => {
    expect(awsTrouble(anError('AccessDenied', 403))).toEqual({
      name: 'AccessDenied',
      status: 403,
      message: 'the words of the service',
      requestId: 'r-1',
    });
    expect(awsTrouble(new Error('plain'))).toMatchObject({ name: 'Error', status: null });
    expect(awsTrouble(null)).toMatchObject({ name: 'unknown', status: null, requestId: null });
  });
});
