import { type Authenticated, type Reply, wholeBody } from './http-exchange.ts';
import { type JsonService, type Members, ServiceFault } from './service.ts';

export function jsonReply(status: number, members: Members): Reply {
  return {
    status,
    headers: { 'content-type': 'application/x-amz-json-1.1' },
    body: Buffer.from(JSON.stringify(members)),
  };
}

export function jsonFault({ type, members, status }: ServiceFault): Reply {
  return jsonReply(status, { __type: type, ...members });
}

function isMembers(value: unknown): value is Members {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Members of a JSON 1.1 body. @throws ServiceFault */
export function readMembers(body: Buffer): Members {
  try {
    const value: unknown = JSON.parse(body.toString('utf8') || '{}');
    if (isMembers(value)) return value;
  } catch {
    // falls through to the one answer for both
  }
  throw new ServiceFault('SerializationException', { Message: 'The body is no JSON object' });
}

/** Answers a request to a service that the test brought along. */
export async function answerJson(incoming: Authenticated, service: JsonService): Promise<Reply> {
  try {
    const operation = service.operations[incoming.operation];
    if (operation === undefined) throw new ServiceFault('UnknownOperationException');
    const input = readMembers(await wholeBody(incoming));
    const { caller, requestId } = incoming;
    const call = { operation: incoming.operation, requestId, caller };
    return jsonReply(200, await operation(input, call));
  } catch (error) {
    if (error instanceof ServiceFault) return jsonFault(error);
    throw error;
  }
}
