import { StartQueryExecutionCommand } from '@aws-sdk/client-athena';
import { startDeadline } from '../kernel/deadline.ts';
import type { ExecutionRequest, ExecutionTools } from './athena-execution.ts';
import { awsTrouble, isPassing } from './aws-errors.ts';
import { pause, retryDelay } from './back-off.ts';
import { dateOfAnswer } from './date-of-answer.ts';

/** What is known of an execution that no answer has named. */
export interface Unseen {
  /** A request was sent and its answer was lost. */
  mayRun: boolean;
  /** Before the first request was sent, by `performance.now()`: no clock that somebody sets. */
  readonly since: number;
}

/** An execution that an answer named. */
export interface Started {
  readonly id: string;
  /** By Athena's own clock, before the first request was sent; null where the answer bore no date. */
  readonly askedAt: Date | null;
  /** Of the answer that named it, by which AWS finds the request again. */
  readonly requestId: string | null;
}

/** Asks however often Athena is busy, always with the same token, so that there is one execution. */
export async function startExecution(
  request: ExecutionRequest,
  tools: ExecutionTools,
  signal: AbortSignal,
  unseen: Unseen,
): Promise<Started> {
  const { timing, random } = tools;
  const giveUp = startDeadline(signal, timing.startMs);
  try {
    for (let turn = 0; ; turn += 1) {
      signal.throwIfAborted();
      try {
        return await sendStart(request, tools, signal, unseen);
      } catch (thrown) {
        if (!isPassing(thrown) || giveUp.signal.aborted) throw thrown;
      }
      await pause(retryDelay(timing.retry, turn, random), giveUp.signal);
    }
  } finally {
    giveUp.end();
  }
}

async function sendStart(
  { input }: ExecutionRequest,
  { call }: ExecutionTools,
  signal: AbortSignal,
  unseen: Unseen,
): Promise<Started> {
  let askedAt: Date | null = null;
  const { QueryExecutionId: id, $metadata } = await call((athena) => {
    const command = new StartQueryExecutionCommand(input);
    // inside of the SDK's own tries: the error it gives at last may hide an answer that was lost before
    command.middlewareStack.add(
      (next) => async (args) => {
        try {
          return await next(args);
        } catch (thrown) {
          unseen.mayRun ||= !isRefusal(thrown);
          throw thrown;
        }
      },
      { step: 'finalizeRequest', priority: 'low', name: 'soxautoLostAnswer' },
    );
    command.middlewareStack.add(
      (next) => async (args) => {
        const answer = await next(args);
        const answered = dateOfAnswer(answer.response);
        const passed = performance.now() - unseen.since;
        askedAt = answered === null ? null : new Date(answered.getTime() - passed);
        return answer;
      },
      { step: 'deserialize', priority: 'high', name: 'soxautoAskedAt' },
    );
    return athena.send(command, { abortSignal: signal });
  });
  if (id !== undefined) return { id, askedAt, requestId: $metadata.requestId ?? null };
  unseen.mayRun = true;
  throw new Error('Athena gave no execution id');
}

/** The service itself said that it did not take the request on. */
function isRefusal(thrown: unknown): boolean {
  const { status } = awsTrouble(thrown);
  return status !== null && status >= 300 && status < 500;
}
