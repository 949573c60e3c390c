import { type KeyObject, randomBytes, sign } from 'node:crypto';
import { bits, integer, objectId, sequence, set, tagged, time, utf8 } from './tds/der.ts';

const DAY_MS = 24 * 60 * 60 * 1000;
/** sha256WithRSAEncryption with its empty parameters. */
const RSA_SHA256 = sequence(objectId('1.2.840.113549.1.1.11'), Buffer.from([0x05, 0x00]));

/** A certificate of an RSA key by itself, as DER; made for one test and kept nowhere. */
export function selfSigned(
  name: string,
  key: { readonly publicKey: KeyObject; readonly privateKey: KeyObject },
): Buffer {
  const named = sequence(set(sequence(objectId('2.5.4.3'), utf8(name))));
  const body = sequence(
    tagged(0, integer(Buffer.from([2]))),
    integer(Buffer.concat([Buffer.from([1]), randomBytes(8)])),
    RSA_SHA256,
    named,
    sequence(time(new Date(Date.now() - DAY_MS)), time(new Date(Date.now() + DAY_MS))),
    named,
    key.publicKey.export({ type: 'spki', format: 'der' }),
  );
  return sequence(body, RSA_SHA256, bits(sign('sha256', body, key.privateKey)));
}
