import type { Caller } from './service.ts';

export const SERVICES = ['athena', 'secretsmanager', 'sts', 'sso', 's3'] as const;
export type ServiceName = (typeof SERVICES)[number];

/** A request, sorted to its service, its operation named. */
export interface Incoming {
  readonly service: ServiceName;
  readonly operation: string;
  readonly method: string;
  /** As sent, percent-encoded, without the query. */
  readonly path: string;
  readonly rawQuery: string;
  readonly query: URLSearchParams;
  readonly headers: Readonly<Record<string, string>>;
  readonly requestId: string;
  /** The bytes on the wire; a client that waits for a go-ahead gets it now. */
  body(): AsyncIterable<Uint8Array>;
}

/** A request whose sender is known. */
export interface Authenticated extends Incoming {
  readonly caller: Caller;
}

/** An answer as a value, so that faults can be worked into it before it is sent. */
export interface Reply {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array | { readonly size: number; read(): AsyncIterable<Uint8Array> };
}

export async function wholeBody(incoming: Incoming, limit = 4 * 1024 * 1024): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of incoming.body()) {
    const bytes = Buffer.from(chunk);
    size += bytes.length;
    if (size > limit) throw new Error(`a request body of more than ${limit} bytes`);
    chunks.push(bytes);
  }
  return Buffer.concat(chunks);
}
