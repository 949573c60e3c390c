import type { Reply } from '../http-exchange.ts';
import { type XmlElements, xmlDocument } from '../xml.ts';

const NAMESPACE = 'https://sts.amazonaws.com/doc/2011-06-15/';

/** An error answer of STS. */
export class StsFault extends Error {
  readonly status: number;
  readonly code: string;

  constructor(status: number, code: string, message: string) {
    super(message);
    this.status = status;
    this.code = code;
  }
}

export function queryReply(operation: string, result: XmlElements, requestId: string): Reply {
  const body = xmlDocument(
    `${operation}Response`,
    [
      [`${operation}Result`, result],
      ['ResponseMetadata', [['RequestId', requestId]]],
    ],
    NAMESPACE,
  );
  return { status: 200, headers: { 'content-type': 'text/xml' }, body: Buffer.from(body) };
}

export function queryFault(
  status: number,
  code: string,
  message: string,
  requestId: string,
): Reply {
  const body = xmlDocument(
    'ErrorResponse',
    [
      [
        'Error',
        [
          ['Type', status < 500 ? 'Sender' : 'Receiver'],
          ['Code', code],
          ['Message', message],
        ],
      ],
      ['RequestId', requestId],
    ],
    NAMESPACE,
  );
  return { status, headers: { 'content-type': 'text/xml' }, body: Buffer.from(body) };
}
