import { PipelineError } from '../kernel/errors.ts';

/** A setting that cannot be honoured: an error at start, with the key's path (architecture section 7). */
export class ConfigError extends PipelineError<'BAD_CONFIG' | 'NO_CONFIG_FILE'> {}
