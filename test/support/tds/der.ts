/** The few DER forms an X.509 certificate needs. */

function element(tag: number, ...parts: readonly Buffer[]): Buffer {
  const body = Buffer.concat(parts);
  if (body.length < 0x80) return Buffer.concat([Buffer.from([tag, body.length]), body]);
  const digits = body.length.toString(16);
  const length = Buffer.from(digits.length % 2 === 0 ? digits : `0${digits}`, 'hex');
  return Buffer.concat([Buffer.from([tag, 0x80 | length.length]), length, body]);
}

export const sequence = (...parts: readonly Buffer[]) => element(0x30, ...parts);
export const set = (...parts: readonly Buffer[]) => element(0x31, ...parts);
export const octets = (body: Buffer) => element(0x04, body);
export const bits = (body: Buffer, unused = 0) => element(0x03, Buffer.from([unused]), body);
export const utf8 = (text: string) => element(0x0c, Buffer.from(text));
export const truth = () => Buffer.from([0x01, 0x01, 0xff]);
/** `[n]` around parts. */
export const tagged = (tag: number, ...parts: readonly Buffer[]) => element(0xa0 | tag, ...parts);
/** `[n] IMPLICIT` over primitive bytes. */
export const implicit = (tag: number, body: Buffer) => element(0x80 | tag, body);

/** A whole number from its big-endian bytes. */
export function integer(bytes: Buffer): Buffer {
  const positive =
    ((bytes[0] ?? 0) & 0x80) === 0 ? bytes : Buffer.concat([Buffer.from([0]), bytes]);
  return element(0x02, positive);
}

export function objectId(dotted: string): Buffer {
  const [first = 0, second = 0, ...rest] = dotted.split('.').map(Number);
  const bytes = [first * 40 + second];
  for (const arc of rest) {
    const groups = [arc & 0x7f];
    for (let left = arc >>> 7; left > 0; left >>>= 7) groups.unshift((left & 0x7f) | 0x80);
    bytes.push(...groups);
  }
  return element(0x06, Buffer.from(bytes));
}

/** GeneralizedTime. */
export function time(at: Date): Buffer {
  const digits = at.toISOString().replaceAll(/[-:T]/g, '').slice(0, 14);
  return element(0x18, Buffer.from(`${digits}Z`));
}
