/** PRELOGIN's answer about encryption. */
export const ENCRYPTION = { off: 0, on: 1, 'not-supported': 2, required: 3 } as const;

export type EncryptionAnswer = keyof typeof ENCRYPTION;

export interface Prelogin {
  readonly encryption: number;
  /** The instance name asked for; empty for the default one. */
  readonly instance: string;
  readonly mars: boolean;
  readonly fedAuthRequired: boolean;
}

const OPTION = { version: 0, encryption: 1, instance: 2, thread: 3, mars: 4, fedAuth: 6 } as const;

export function readPrelogin(body: Buffer): Prelogin {
  const options = new Map<number, Buffer>();
  for (let at = 0; body[at] !== undefined && body[at] !== 0xff; at += 5) {
    const offset = body.readUInt16BE(at + 1);
    options.set(body.readUInt8(at), body.subarray(offset, offset + body.readUInt16BE(at + 3)));
  }
  const first = (option: number) => options.get(option)?.[0] ?? 0;
  return {
    encryption: first(OPTION.encryption),
    instance: (options.get(OPTION.instance) ?? Buffer.alloc(0))
      .toString('latin1')
      .replaceAll('\0', ''),
    mars: first(OPTION.mars) === 1,
    fedAuthRequired: first(OPTION.fedAuth) === 1,
  };
}

export interface PreloginAnswer {
  readonly version: readonly [major: number, minor: number, build: number];
  readonly encryption: number;
  readonly mars: boolean;
  /** Null leaves the option out. */
  readonly fedAuthRequired: boolean | null;
}

export function writePrelogin(answer: PreloginAnswer): Buffer {
  const [major, minor, build] = answer.version;
  const options: readonly (readonly [number, readonly number[]])[] = [
    [OPTION.version, [major, minor, build >>> 8, build & 0xff, 0, 0]],
    [OPTION.encryption, [answer.encryption]],
    [OPTION.instance, [0]],
    [OPTION.thread, []],
    [OPTION.mars, [answer.mars ? 1 : 0]],
    ...(answer.fedAuthRequired === null
      ? []
      : [[OPTION.fedAuth, [answer.fedAuthRequired ? 1 : 0]] as const]),
  ];
  const head: number[] = [];
  const data: number[] = [];
  for (const [token, bytes] of options) {
    const offset = options.length * 5 + 1 + data.length;
    head.push(token, offset >>> 8, offset & 0xff, bytes.length >>> 8, bytes.length & 0xff);
    data.push(...bytes);
  }
  return Buffer.from([...head, 0xff, ...data]);
}
