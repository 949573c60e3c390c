import { PipelineError } from '../kernel/errors.ts';
import { EXIT, type ExitCode } from '../kernel/status.ts';

/** Errors that mean the request or a definition is wrong, by the area they come from. */
const USAGE_ERRORS = new Set([
  'UsageError',
  'ParseError',
  'CatalogError',
  'ConfigError',
  'SettingsError',
]);
const SOURCE_ERRORS = new Set(['RunnerError', 'CredentialError', 'LoginError']);

/** domain/sox.md U-3. */
export function exitCodeOfError(thrown: unknown): ExitCode {
  if (!(thrown instanceof PipelineError)) return EXIT.fault;
  if (USAGE_ERRORS.has(thrown.name)) return EXIT.usage;
  return SOURCE_ERRORS.has(thrown.name) ? EXIT.source : EXIT.fault;
}
