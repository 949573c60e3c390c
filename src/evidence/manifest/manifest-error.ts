import { PipelineError } from '../../kernel/errors.ts';

/** A name, path or file of an evidence package that does not have the form evidence-package.md gives it. */
export class ManifestError extends PipelineError<
  'BAD_JSON' | 'BAD_MANIFEST' | 'BAD_MEMBER_FILE' | 'BAD_PACKAGE_NAME'
> {}
