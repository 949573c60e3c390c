import { createHash } from 'node:crypto';
import { once } from 'node:events';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { faultReply, refusalReply } from './fault-replies.ts';
import type { ActiveFaults, FaultPlan } from './faults.ts';
import type { Authenticated, Incoming, Reply } from './http-exchange.ts';
import { answerJson, jsonFault } from './json-protocol.ts';
import type { KeyRing } from './key-ring.ts';
import { readRequest } from './read-request.ts';
import type { RecordedRequest, RequestLog } from './recorded-requests.ts';
import type { S3State } from './s3/buckets.ts';
import type { S3Control } from './s3/s3-control.ts';
import { bucketAndKey } from './s3/s3-operation.ts';
import { answerS3 } from './s3/s3-service.ts';
import { resetConnection, sendReply } from './send-reply.ts';
import { type JsonService, ServiceFault } from './service.ts';
import { sha256Hex } from './signature.ts';
import { type PortalSession, roleCredentials } from './sso.ts';
import type { StandInClock } from './stand-in-clock.ts';
import { queryFault } from './sts/query-protocol.ts';
import { assumeRoleWithWebIdentity, getCallerIdentity, type StsState } from './sts/sts-service.ts';

/** All the stand-in knows. */
export interface StandInState {
  readonly log: RequestLog;
  readonly faults: FaultPlan;
  readonly clock: StandInClock;
  readonly keys: KeyRing;
  readonly s3: S3State;
  readonly s3Control: S3Control;
  readonly sts: StsState;
  readonly portalSessions: readonly PortalSession[];
  readonly services: readonly JsonService[];
}

const TARGETS = { athena: 'AmazonAthena', secretsmanager: 'secretsmanager' } as const;
/** Bodies up to this size are hashed for the record; larger ones would double the work of a big upload. */
const MAX_RECORDED = 64 * 1024 * 1024;

function inputOf(incoming: Incoming, body: Buffer): RecordedRequest['input'] {
  const text = body.toString('utf8');
  if (incoming.service === 'sts') return Object.fromEntries(new URLSearchParams(text));
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? { ...value } : null;
  } catch {
    return null;
  }
}

async function answerAuthenticated(incoming: Authenticated, state: StandInState): Promise<Reply> {
  const { service, operation, requestId } = incoming;
  if (service === 's3') return await answerS3(incoming, state.s3);
  if (service === 'sts' && operation === 'GetCallerIdentity') return getCallerIdentity(incoming);
  if (service === 'athena' || service === 'secretsmanager') {
    const named = state.services.find(({ target }) => target === TARGETS[service]);
    if (named !== undefined) return await answerJson(incoming, named);
    return jsonFault(new ServiceFault('UnknownOperationException'));
  }
  return queryFault(
    400,
    'InvalidAction',
    `Could not find operation ${operation} for version 2011-06-15`,
    requestId,
  );
}

/** `signed` is the request as it was sent, `incoming` as the service shall see it. */
async function answer(
  incoming: Incoming,
  signed: Incoming,
  body: Buffer | null,
  state: StandInState,
): Promise<Reply> {
  const { service, operation, headers } = signed;
  if (service === 'sso') return roleCredentials(incoming, state.portalSessions, state.keys);
  if (service === 'sts' && operation === 'AssumeRoleWithWebIdentity') {
    const form = new URLSearchParams(body?.toString('utf8') ?? '');
    return await assumeRoleWithWebIdentity(incoming, form, state.sts);
  }
  const target = headers['x-amz-target'];
  if (target !== undefined && operation === 'Unknown') {
    return jsonFault(new ServiceFault('UnknownOperationException'));
  }
  const payloadHash = headers['x-amz-content-sha256'] ?? sha256Hex(body ?? '');
  if (body !== null && payloadHash !== sha256Hex(body)) {
    return refusalReply(incoming, 'wrong-signature');
  }
  const caller = state.keys.authenticate(signed, payloadHash);
  if (typeof caller === 'string') return refusalReply(incoming, caller);
  return await answerAuthenticated({ ...incoming, caller }, state);
}

/** What faults do around an operation. */
async function interfere(
  when: 'before' | 'after',
  incoming: Incoming,
  faults: ActiveFaults,
  s3: S3Control,
): Promise<void> {
  const { bucket, key } = bucketAndKey(incoming.path);
  for (const fault of faults.all) {
    if (!('when' in fault) || fault.when !== when) continue;
    if (fault.do === 'run') await fault.run(incoming);
    if (fault.do === 'replace-object') await s3.put(bucket, key, Buffer.from(fault.body));
    if (fault.do === 'delete-object') await s3.delete(bucket, key);
  }
}

/** The request as the service sees it, after what faults did to its headers. */
function altered(incoming: Incoming, faults: ActiveFaults): Incoming {
  const set = faults.find('request-headers')?.set;
  if (set === undefined) return incoming;
  const headers = new Map(Object.entries(incoming.headers));
  for (const [name, value] of Object.entries(set)) {
    if (value === null) headers.delete(name.toLowerCase());
    else headers.set(name.toLowerCase(), value);
  }
  return { ...incoming, headers: Object.fromEntries(headers) };
}

/** The same request, its body hashed for the record as it goes by. */
function hashed(incoming: Incoming, note: (more: Partial<RecordedRequest>) => void): Incoming {
  if (Number(incoming.headers['content-length'] ?? 0) > MAX_RECORDED) return incoming;
  return {
    ...incoming,
    async *body() {
      const hash = createHash('sha256');
      for await (const bytes of incoming.body()) {
        hash.update(bytes);
        yield bytes;
      }
      note({ bodySha256: hash.digest('hex') });
    },
  };
}

/** Takes so many bytes of a body, then no more. */
async function takeBytes(incoming: Incoming, count: number): Promise<void> {
  let size = 0;
  for await (const chunk of incoming.body()) {
    size += chunk.length;
    if (size >= count) return;
  }
}

/** Takes what the service left of a body, unless the client still waits to send it. */
async function drain(message: IncomingMessage): Promise<'close' | 'keep-alive'> {
  if (message.complete) return 'keep-alive';
  if (message.headers.expect !== undefined) return 'close';
  message.resume();
  if (!message.readableEnded) await once(message, 'close');
  return 'keep-alive';
}

/** Answers one request, faults and all. */
export async function answerRequest(
  message: IncomingMessage,
  response: ServerResponse,
  state: StandInState,
): Promise<void> {
  const { incoming: read, body } = await readRequest(message, response);
  const note = state.log.add(read);
  if (body !== null) note({ bodySha256: sha256Hex(body), input: inputOf(read, body) });
  const incoming = body === null ? hashed(read, note) : read;
  const faults = state.faults.take(incoming);
  const delay = faults.find('delay');
  if (delay !== undefined) await sleep(delay.ms);
  const reset = faults.find('reset');
  if (reset !== undefined) {
    if (reset.after !== undefined) await takeBytes(incoming, reset.after);
    resetConnection(response);
    return;
  }
  const asked = altered(incoming, faults);
  await interfere('before', asked, faults, state.s3Control);
  const reply = faultReply(asked, faults) ?? (await answer(asked, incoming, body, state));
  await interfere('after', asked, faults, state.s3Control);
  if (faults.find('lost-answer') !== undefined) {
    resetConnection(response);
    return;
  }
  note({ status: reply.status });
  const { requestId, service, method } = incoming;
  const ids: Record<string, string> =
    service === 's3'
      ? { 'x-amz-request-id': requestId, 'x-amz-id-2': 'stand-in', server: 'AmazonS3' }
      : { 'x-amzn-requestid': requestId };
  const headers = {
    date: state.clock.now().toUTCString(),
    ...ids,
    connection: await drain(message),
    ...reply.headers,
  };
  await sendReply(response, { ...reply, headers }, faults, method === 'HEAD');
}
