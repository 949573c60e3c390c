import type { ExecutionTools } from '../../aws/athena-execution.ts';
import type { Random } from '../../aws/back-off.ts';
import { RunnerError } from '../runner.ts';
import type { AthenaClients } from './athena-clients.ts';
import { athenaError, type Hide } from './athena-error.ts';
import type { AthenaTiming } from './athena-options.ts';

/** What a reading asks Athena and S3 with. */
export interface ReadingTools {
  readonly aws: AthenaClients;
  readonly timing: AthenaTiming;
  readonly random: Random;
  readonly hide: Hide;
}

/** The same for executions, with errors of a runner. */
export function executionTools({ aws, timing, random, hide }: ReadingTools): ExecutionTools {
  return {
    call: (perform) => aws.call(({ athena }) => perform(athena)),
    timing,
    random,
    failed: (what, thrown) => athenaError(what, thrown, hide),
    stale: staleExecution,
  };
}

export function staleExecution(id: string, how: string): RunnerError {
  return new RunnerError(
    'STALE_EXECUTION',
    `execution ${id} is not the one that was asked for: ${how}`,
    {
      advice:
        'Run again; when it happens again, report the statement in the log. Result reuse must be off in the workgroup.',
    },
  );
}
