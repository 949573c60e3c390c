import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import type { Incoming } from './http-exchange.ts';

/** What an `Authorization` header of Signature V4 says. */
export interface Authorization {
  readonly accessKeyId: string;
  readonly date: string;
  readonly region: string;
  readonly service: string;
  readonly signedHeaders: readonly string[];
  readonly signature: string;
}

const AUTHORIZATION =
  /^AWS4-HMAC-SHA256 Credential=(.+)\/(\d{8})\/([^/]+)\/([^/]+)\/aws4_request, ?SignedHeaders=([^,]+), ?Signature=([0-9a-f]{64})$/;

/** Null for a header that is no Signature V4. */
export function readAuthorization(header: string): Authorization | null {
  const match = AUTHORIZATION.exec(header);
  if (match === null) return null;
  const [, accessKeyId = '', date = '', region = '', service = '', signed = '', signature = ''] =
    match;
  return { accessKeyId, date, region, service, signedHeaders: signed.split(';'), signature };
}

export function sha256Hex(data: string | Uint8Array): string {
  return createHash('sha256').update(data).digest('hex');
}

function hmac(key: string | Uint8Array, text: string): Buffer {
  return createHmac('sha256', key).update(text).digest();
}

function encode(text: string): string {
  return encodeURIComponent(text).replace(
    /[!'()*]/g,
    (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}

function canonicalQuery(rawQuery: string): string {
  if (rawQuery === '') return '';
  return rawQuery
    .split('&')
    .map((pair) => {
      const at = pair.indexOf('=');
      const [name, value] = at < 0 ? [pair, ''] : [pair.slice(0, at), pair.slice(at + 1)];
      return [encode(decodeURIComponent(name)), encode(decodeURIComponent(value))] as const;
    })
    .sort(([a, x], [b, y]) => (a === b ? (x < y ? -1 : 1) : a < b ? -1 : 1))
    .map(([name, value]) => `${name}=${value}`)
    .join('&');
}

/** S3 signs the path as it is sent, all others encode it once more. */
function canonicalPath(incoming: Incoming, service: string): string {
  return service === 's3' ? incoming.path : incoming.path.split('/').map(encode).join('/');
}

/** Whether the request was signed with this secret, body hash included as `payloadHash`. */
export function isSignedBy(
  incoming: Incoming,
  authorization: Authorization,
  secret: string,
  payloadHash: string,
): boolean {
  const { date, region, service, signedHeaders } = authorization;
  const headers = signedHeaders.map(
    (name) => `${name}:${(incoming.headers[name] ?? '').trim().replace(/ +/g, ' ')}\n`,
  );
  const canonical = [
    incoming.method,
    canonicalPath(incoming, service),
    canonicalQuery(incoming.rawQuery),
    headers.join(''),
    signedHeaders.join(';'),
    payloadHash,
  ].join('\n');
  const scope = `${date}/${region}/${service}/aws4_request`;
  const time = incoming.headers['x-amz-date'] ?? '';
  const text = ['AWS4-HMAC-SHA256', time, scope, sha256Hex(canonical)].join('\n');
  const key = [date, region, service, 'aws4_request'].reduce<string | Buffer>(
    (previous, part) => hmac(previous, part),
    `AWS4${secret}`,
  );
  const expected = hmac(key, text);
  return timingSafeEqual(expected, Buffer.from(authorization.signature, 'hex'));
}
