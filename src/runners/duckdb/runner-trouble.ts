import { basename } from 'node:path';
import { messageOf, ParseError } from '../../kernel/errors.ts';
import { troubleOf } from '../../workbench/workbench-error.ts';
import { RunnerError } from '../runner.ts';

const UNREADABLE =
  /^(IO|Serialization|Corruption|FATAL) Error|not a valid DuckDB|checksum|Invalid Input Error: (Failed to read|No magic bytes)/i;

/** The error for a statement of a catalog query that failed; paths of sources are shown by base name only. */
export function queryTrouble(
  thrown: unknown,
  query: string,
  files: readonly string[],
): RunnerError {
  if (thrown instanceof RunnerError) return thrown;
  const message = withoutFolders(messageOf(thrown), files);
  if (thrown instanceof ParseError) {
    return new RunnerError('QUERY_REJECTED', `query ${query} cannot be bound: ${message}`, {
      cause: thrown,
      advice: 'Correct the parameter named in the message.',
    });
  }
  if (/transaction is aborted/.test(message)) {
    return new RunnerError('SOURCE_UNAVAILABLE', 'the reading ended when an earlier query failed', {
      cause: thrown,
      transient: true,
      advice: 'Open another reading and send all queries again, so that they see the same state.',
    });
  }
  const trouble = troubleOf(thrown);
  if (trouble === 'memory' || trouble === 'disk') {
    return new RunnerError(
      'OUT_OF_RESOURCES',
      `query ${query} ran out of room: ${firstLine(message)}`,
      {
        cause: thrown,
        advice: 'Free disk space or raise the memory limit, then run again.',
      },
    );
  }
  if (UNREADABLE.test(message)) {
    return new RunnerError('SOURCE_CORRUPT', `query ${query} met a damaged source: ${message}`, {
      cause: thrown,
      advice: 'Restore the file named in the message from its backup.',
    });
  }
  return new RunnerError('QUERY_REJECTED', `query ${query} was refused: ${message}`, {
    cause: thrown,
    advice: 'Correct the query; the message says what the engine did not accept.',
  });
}

/** The error for a source file that cannot be opened. */
export function sourceTrouble(thrown: unknown, database: string, file: string): RunnerError {
  if (thrown instanceof RunnerError) return thrown;
  const message = withoutFolders(messageOf(thrown), [file]);
  const source = `source ${database} (${basename(file)})`;
  const trouble = troubleOf(thrown);
  if (trouble === 'memory' || trouble === 'disk') {
    return new RunnerError(
      'OUT_OF_RESOURCES',
      `there is no room to open ${source}: ${firstLine(message)}`,
      {
        cause: thrown,
        advice: 'Free disk space or raise the memory limit, then run again.',
      },
    );
  }
  if (/Could not set lock/.test(message)) {
    return new RunnerError('SOURCE_UNAVAILABLE', `${source} is in use by another program`, {
      cause: thrown,
      transient: true,
      advice: 'Close the program that writes to the file, then run again.',
    });
  }
  if (/No such file|does not exist|No files found|Permission denied|ENOENT|EACCES/i.test(message)) {
    return new RunnerError('SOURCE_UNAVAILABLE', `${source} cannot be opened: ${message}`, {
      cause: thrown,
      advice: "Check the source's path in the configuration and the rights on the file.",
    });
  }
  return new RunnerError('SOURCE_CORRUPT', `${source} cannot be read: ${message}`, {
    cause: thrown,
    advice: 'Restore the file from its backup, or name the right file in the configuration.',
  });
}

/** The engine's own sentence without its list of tips. */
function firstLine(message: string): string {
  return message.split('\n')[0] ?? message;
}

function withoutFolders(message: string, files: readonly string[]): string {
  return files.reduce((text, file) => text.replaceAll(file, basename(file)), message);
}
