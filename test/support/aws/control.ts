import type { IncomingMessage, ServerResponse } from 'node:http';
import { z } from 'zod';
import { type FaultPlan, parseFaults } from './faults.ts';
import type { RequestLog } from './recorded-requests.ts';
import type { StandInClock } from './stand-in-clock.ts';

export const CONTROL_PATH = '/__control';

export interface Controlled {
  readonly log: RequestLog;
  readonly faults: FaultPlan;
  readonly clock: StandInClock;
}

const CLOCK = z.union([
  z.strictObject({ advanceMs: z.number() }),
  z.strictObject({ set: z.iso.datetime() }),
]);

async function jsonBody(message: IncomingMessage): Promise<unknown> {
  const chunks: Buffer[] = [];
  for await (const chunk of message) chunks.push(Buffer.from(chunk));
  return JSON.parse(Buffer.concat(chunks).toString('utf8'));
}

async function act(message: IncomingMessage, { log, faults, clock }: Controlled): Promise<object> {
  const body = message.method === 'POST' ? await jsonBody(message) : null;
  switch (`${message.method} ${message.url?.slice(CONTROL_PATH.length)}`) {
    case 'GET /requests':
      return log.entries;
    case 'DELETE /requests':
      log.clear();
      return {};
    case 'POST /faults':
      faults.add(...parseFaults(body));
      return {};
    case 'DELETE /faults':
      faults.clear();
      return {};
    case 'GET /clock':
      return { now: clock.now().toISOString() };
    case 'POST /clock': {
      const change = CLOCK.parse(body);
      if ('set' in change) clock.set(new Date(change.set));
      else clock.advance(change.advanceMs);
      return { now: clock.now().toISOString() };
    }
    default:
      throw new Error(`there is no ${message.method} ${message.url}`);
  }
}

/** The control object over HTTP, for tests that run the command line in a process of its own. */
export async function answerControl(
  message: IncomingMessage,
  response: ServerResponse,
  controlled: Controlled,
): Promise<void> {
  try {
    const answer = await act(message, controlled);
    response.writeHead(200, { 'content-type': 'application/json' });
    response.end(JSON.stringify(answer));
  } catch (error) {
    response.writeHead(400, { 'content-type': 'application/json' });
    response.end(JSON.stringify({ message: String(error) }));
  }
}
