import type { Incoming, ServiceName } from './http-exchange.ts';

/** One request as it arrived. */
export interface RecordedRequest {
  readonly service: ServiceName;
  readonly operation: string;
  readonly method: string;
  readonly path: string;
  readonly query: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly requestId: string;
  /** Of `amz-sdk-request: attempt=n; max=m`; null when the client says none. */
  readonly attempt: number | null;
  readonly invocationId: string | null;
  /** SHA-256 in hex of the bytes on the wire, once they have been read. */
  readonly bodySha256: string | null;
  /** Members of a JSON 1.1 request, fields of an STS form; null for others. */
  readonly input: Readonly<Record<string, unknown>> | null;
  /** Null until it is answered, and for good when it was reset. */
  readonly status: number | null;
}

/** All that was asked of the stand-in, in order of arrival. */
export class RequestLog {
  readonly entries: RecordedRequest[] = [];

  /** Notes a request; what it returns adds what is learnt later. */
  add(incoming: Incoming): (more: Partial<RecordedRequest>) => void {
    const attempt = /attempt=(\d+)/.exec(incoming.headers['amz-sdk-request'] ?? '')?.[1];
    let entry: RecordedRequest = {
      service: incoming.service,
      operation: incoming.operation,
      method: incoming.method,
      path: incoming.path,
      query: incoming.rawQuery,
      headers: incoming.headers,
      requestId: incoming.requestId,
      attempt: attempt === undefined ? null : Number(attempt),
      invocationId: incoming.headers['amz-sdk-invocation-id'] ?? null,
      bodySha256: null,
      input: null,
      status: null,
    };
    this.entries.push(entry);
    return (more) => {
      const at = this.entries.indexOf(entry);
      entry = { ...entry, ...more };
      if (at >= 0) this.entries[at] = entry;
    };
  }

  /** Requests of one operation: `s3.PutObject`. */
  of(name: string): readonly RecordedRequest[] {
    return this.entries.filter(({ service, operation }) => `${service}.${operation}` === name);
  }

  clear(): void {
    this.entries.length = 0;
  }
}
