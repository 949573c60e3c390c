import { startRedaction } from '../credentials/redaction.ts';

/** One for the process, because its output and its errors are of the process. */
export const redaction = startRedaction();
