import { randomBytes, randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Incoming, ServiceName } from './http-exchange.ts';
import { s3Operation } from './s3/s3-operation.ts';

/** A request, and its body when that had to be read to know what it asks. */
export interface ReadRequest {
  readonly incoming: Incoming;
  readonly body: Buffer | null;
}

const MAX_BUFFERED = 4 * 1024 * 1024;
const TARGET = /^(AmazonAthena|secretsmanager)\.(\w+)$/;

function plainHeaders(message: IncomingMessage): Record<string, string> {
  return Object.fromEntries(
    Object.entries(message.headers).map(([name, value]) => [
      name,
      Array.isArray(value) ? value.join(', ') : (value ?? ''),
    ]),
  );
}

async function buffered(message: IncomingMessage, response: ServerResponse): Promise<Buffer> {
  if (message.headers.expect !== undefined) response.writeContinue();
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of message) {
    const bytes = Buffer.from(chunk);
    size += bytes.length;
    if (size > MAX_BUFFERED) throw new Error(`a request of more than ${MAX_BUFFERED} bytes`);
    chunks.push(bytes);
  }
  return Buffer.concat(chunks);
}

/** Service and operation; the body of a form names STS's. */
function sorted(
  headers: Readonly<Record<string, string>>,
  method: string,
  path: string,
  query: URLSearchParams,
  body: Buffer | null,
): { readonly service: ServiceName; readonly operation: string } {
  const target = headers['x-amz-target'];
  if (target !== undefined) {
    const [, name, operation = 'Unknown'] = TARGET.exec(target) ?? [];
    return { service: name === 'secretsmanager' ? 'secretsmanager' : 'athena', operation };
  }
  if (isForm(headers, method)) {
    const form = new URLSearchParams(body?.toString('utf8') ?? '');
    const isKnown = form.get('Version') === '2011-06-15';
    return { service: 'sts', operation: isKnown ? (form.get('Action') ?? 'Unknown') : 'Unknown' };
  }
  if (method === 'GET' && path === '/federation/credentials') {
    return { service: 'sso', operation: 'GetRoleCredentials' };
  }
  return { service: 's3', operation: s3Operation(method, path, query) };
}

function isForm(headers: Readonly<Record<string, string>>, method: string): boolean {
  const type = headers['content-type'] ?? '';
  return method === 'POST' && type.startsWith('application/x-www-form-urlencoded');
}

export async function readRequest(
  message: IncomingMessage,
  response: ServerResponse,
): Promise<ReadRequest> {
  const headers = plainHeaders(message);
  const method = message.method ?? 'GET';
  const [path = '/', ...rest] = (message.url ?? '/').split('?');
  const rawQuery = rest.join('?');
  const query = new URLSearchParams(rawQuery);
  const isBuffered = headers['x-amz-target'] !== undefined || isForm(headers, method);
  const body = isBuffered ? await buffered(message, response) : null;
  const { service, operation } = sorted(headers, method, path, query, body);
  const isS3 = service === 's3';
  const incoming: Incoming = {
    service,
    operation,
    method,
    path,
    rawQuery,
    query,
    headers,
    requestId: isS3 ? randomBytes(8).toString('hex').toUpperCase() : randomUUID(),
    async *body() {
      if (body !== null) {
        yield body;
        return;
      }
      if (headers['expect'] !== undefined) response.writeContinue();
      for await (const chunk of message) yield Buffer.from(chunk);
    },
  };
  return { incoming, body };
}
