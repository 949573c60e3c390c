import { setTimeout as after } from 'node:timers/promises';
import { awsTrouble, awsTroubleKind, isPassing } from '../aws/aws-errors.ts';
import { PublishError } from './publish-error.ts';

/** How long is waited, and for what. */
export interface Patience {
  /** Before each further try of a call that was throttled or not answered. */
  readonly retryMs: readonly number[];
  /** Before the first look at a statement; grows to the last. */
  readonly pollMs: readonly [first: number, last: number];
  /** For one statement from its start to its end. */
  readonly statementMs: number;
  /** For a cancelled statement to end. */
  readonly cancelMs: number;
}

export const USUAL_PATIENCE: Patience = {
  retryMs: [2_000, 4_000, 8_000, 16_000, 32_000, 60_000, 60_000, 60_000, 60_000, 60_000],
  pollMs: [250, 5_000],
  statementMs: 35 * 60_000,
  cancelMs: 30_000,
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
  { retryMs }: Patience,
  signal: AbortSignal,
): Promise<Answer> {
  for (let tries = 0; ; tries += 1) {
    try {
      signal.throwIfAborted();
      return await call();
    } catch (thrown) {
      if (signal.aborted) throw cancelled(what, thrown);
      const pause = retryMs[tries];
      if (!mayPass(thrown) || pause === undefined) throw failed(what, thrown);
      await pauseFor(what, pause, signal);
    }
  }
}

/** @throws PublishError CANCELLED */
export async function pauseFor(what: string, ms: number, signal: AbortSignal): Promise<void> {
  // up to a fifth less, so that two who were refused together do not come back together
  await after(ms * (1 - Math.random() / 5), undefined, { signal }).catch((thrown: unknown) => {
    throw cancelled(what, thrown);
  });
}

export function cancelled(what: string, cause: unknown): PublishError {
  return new PublishError('CANCELLED', `${what} was cancelled`, {
    cause,
    advice: 'Publish again: what is there already is kept and nothing is done twice.',
  });
}

/** Also when two write under one key at once: one of them is told to come back. */
function mayPass(thrown: unknown): boolean {
  return isPassing(thrown) || awsTrouble(thrown).name === 'ConditionalRequestConflict';
}

function failed(what: string, thrown: unknown): PublishError {
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
