import type { Incoming, Reply } from '../http-exchange.ts';
import { type XmlElements, xmlDocument } from '../xml.ts';

export const S3_NAMESPACE = 'http://s3.amazonaws.com/doc/2006-03-01/';

/** An error answer of S3. */
export class S3Fault extends Error {
  readonly status: number;
  readonly code: string;
  /** Elements beside code and message. */
  readonly more: XmlElements;
  readonly headers: Readonly<Record<string, string>>;

  constructor(
    status: number,
    code: string,
    message: string,
    more: XmlElements = [],
    headers: Readonly<Record<string, string>> = {},
  ) {
    super(message);
    this.status = status;
    this.code = code;
    this.more = more;
    this.headers = headers;
  }
}

export const accessDenied = (message = 'Access Denied'): S3Fault =>
  new S3Fault(403, 'AccessDenied', message);

export const invalidRequest = (message: string): S3Fault =>
  new S3Fault(400, 'InvalidRequest', message);

export const invalidArgument = (message: string): S3Fault =>
  new S3Fault(400, 'InvalidArgument', message);

/** A HEAD carries no body, so an error there is a bare status. */
export function s3FaultReply(
  fault: S3Fault,
  incoming: Pick<Incoming, 'method' | 'requestId'>,
): Reply {
  const body = xmlDocument(
    'Error',
    [
      ['Code', fault.code],
      ['Message', fault.message],
      ...fault.more,
      ['RequestId', incoming.requestId],
      ['HostId', 'stand-in'],
    ],
    null,
  );
  const isHead = incoming.method === 'HEAD';
  return {
    status: fault.status,
    headers: { ...fault.headers, ...(isHead ? {} : { 'content-type': 'application/xml' }) },
    body: Buffer.from(isHead || fault.status === 304 ? '' : body),
  };
}

export function xmlReply(
  name: string,
  elements: XmlElements,
  headers: Readonly<Record<string, string>> = {},
): Reply {
  return {
    status: 200,
    headers: { 'content-type': 'application/xml', ...headers },
    body: Buffer.from(xmlDocument(name, elements, S3_NAMESPACE)),
  };
}

export function emptyReply(status: number, headers: Readonly<Record<string, string>> = {}): Reply {
  return { status, headers, body: Buffer.alloc(0) };
}
