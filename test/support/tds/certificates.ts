import { generateKeyPairSync, type KeyObject, randomBytes, sign } from 'node:crypto';
import {
  bits,
  implicit,
  integer,
  objectId,
  octets,
  sequence,
  set,
  tagged,
  time,
  truth,
  utf8,
} from './der.ts';

/** What a server shows: only `valid` and its authority belong together. */
export type CertificateKind = 'valid' | 'wrong-name' | 'expired' | 'unknown-authority';

export interface ServerCertificate {
  /** PEM. */
  readonly certificate: string;
  readonly key: string;
  /** PEM of the authority a client is told to trust. */
  readonly authority: string;
}

interface Identity {
  readonly name: string;
  readonly publicKey: KeyObject;
  readonly privateKey: KeyObject;
}

const algorithm = sequence(objectId('1.2.840.10045.4.3.2'));
const day = 24 * 60 * 60 * 1000;

function identity(name: string): Identity {
  return { name, ...generateKeyPairSync('ec', { namedCurve: 'P-256' }) };
}

function nameOf(name: string): Buffer {
  return sequence(set(sequence(objectId('2.5.4.3'), utf8(name))));
}

function extension(id: string, critical: boolean, value: Buffer): Buffer {
  return sequence(objectId(id), ...(critical ? [truth()] : []), octets(value));
}

/** One certificate as PEM; `host` null makes an authority. */
function certificate(
  subject: Identity,
  issuer: Identity,
  host: string | null,
  [from, until]: readonly [number, number],
): string {
  const now = Date.now();
  const extensions =
    host === null
      ? [
          extension('2.5.29.19', true, sequence(truth())),
          extension('2.5.29.15', true, bits(Buffer.from([0x06]), 1)),
        ]
      : [extension('2.5.29.17', false, sequence(implicit(2, Buffer.from(host))))];
  const body = sequence(
    tagged(0, integer(Buffer.from([2]))),
    integer(Buffer.concat([Buffer.from([1]), randomBytes(8)])),
    algorithm,
    nameOf(issuer.name),
    sequence(time(new Date(now + from * day)), time(new Date(now + until * day))),
    nameOf(subject.name),
    subject.publicKey.export({ type: 'spki', format: 'der' }),
    tagged(3, sequence(...extensions)),
  );
  const signature = sign('sha256', body, issuer.privateKey);
  const whole = sequence(body, algorithm, bits(signature)).toString('base64');
  const lines = whole.match(/.{1,64}/g) ?? [];
  return `-----BEGIN CERTIFICATE-----\n${lines.join('\n')}\n-----END CERTIFICATE-----\n`;
}

/** A fresh certificate and authority, made for one test and kept nowhere. */
export function makeCertificate(kind: CertificateKind): ServerCertificate {
  const authority = identity('Stand-in authority');
  const signer = kind === 'unknown-authority' ? identity('Another authority') : authority;
  const server = identity('Stand-in server');
  const host = kind === 'wrong-name' ? 'ledger.invalid' : 'localhost';
  return {
    certificate: certificate(server, signer, host, kind === 'expired' ? [-30, -1] : [-1, 30]),
    key: server.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
    authority: certificate(authority, authority, null, [-60, 60]),
  };
}
