import { type ExecutionTiming, USUAL_STOP_MS } from '../aws/athena-execution.ts';
import { awsTrouble, awsTroubleKind, isPassing } from '../aws/aws-errors.ts';
import { callAgain } from '../aws/call-again.ts';
import { PublishError } from './publish-error.ts';

/** How long is waited, and for what. */
export interface Patience extends ExecutionTiming {
  /** How often a call is made again that was throttled or not answered, at the pace of `retry`. */
  readonly retries: number;
  /** For one statement, from its start to its end. */
  readonly statementMs: number;
  /** For taking a package that was not read back out of sight, also after an interruption. */
  readonly withdrawMs: number;
}

const MINUTE = 60_000;

export const USUAL_PATIENCE: Patience = {
  retries: 10,
  retry: { first: 2_000, factor: 2, most: MINUTE },
  poll: { first: 250, factor: 1.5, most: 5_000 },
  startMs: 10 * MINUTE,
  statementMs: 35 * MINUTE,
  withdrawMs: 5 * MINUTE,
  stopMs: USUAL_STOP_MS,
};

/** What to do about a refusal; the names are the services'. */
const ADVICE: Readonly<Record<string, string>> = {
  AccessDenied: 'Give the role the rights of the publisher (docs/deployment/aws.md).',
  AccessDeniedException: 'Give the role the rights of the publisher (docs/deployment/aws.md).',
  NoSuchBucket: 'Correct publish.bucket in soxauto.config.json, or create the bucket.',
  InvalidRequestException: 'Correct publish in soxauto.config.json: workgroup, catalog, database.',
};

/**
 * A call to AWS, repeated while its errors are transient.
 * @throws PublishError AWS_FAILED, CANCELLED
 */
export async function patiently<Answer>(
  what: string,
  call: () => Promise<Answer>,
  { retries: times, retry: pace }: Patience,
  signal: AbortSignal,
): Promise<Answer> {
  try {
    return await callAgain(call, { times, pace, random: Math.random, signal, mayPass });
  } catch (thrown) {
    throw signal.aborted ? cancelled(what, thrown) : awsFailed(what, thrown);
  }
}

export function cancelled(what: string, cause?: unknown): PublishError {
  return new PublishError('CANCELLED', `${what} was cancelled`, {
    cause,
    advice: 'Publish again: what is there already is kept and nothing is done twice.',
  });
}

/** Also when two write under one key at once: one of them is told to come back. */
function mayPass(thrown: unknown): boolean {
  return isPassing(thrown) || awsTrouble(thrown).name === 'ConditionalRequestConflict';
}

/** What went wrong with a call, and what to do about it. */
export function awsFailed(what: string, thrown: unknown): PublishError {
  if (thrown instanceof PublishError) return thrown;
  const { name, status, message, requestId } = awsTrouble(thrown);
  const answer = `${name}: ${message} (status ${status ?? 'none'}, request ${requestId ?? 'unknown'})`;
  return new PublishError('AWS_FAILED', `${what} failed: ${answer}`, {
    cause: thrown,
    transient: isPassing(thrown),
    advice:
      awsTroubleKind(thrown) === 'no credentials'
        ? 'Sign in with ipe login or aws sso login, or run where a role is given.'
        : (ADVICE[status === 403 ? 'AccessDenied' : name] ??
          'Try again later; publishing again does nothing twice.'),
  });
}
