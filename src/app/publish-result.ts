import { LoginError } from '../credentials/login/login-error.ts';
import { EvidenceStoreError } from '../evidence/store/store.ts';
import { messageOf, PipelineError } from '../kernel/errors.ts';
import { EXIT, type ExitCode } from '../kernel/status.ts';
import { PUBLISH_EXIT, PublishError } from '../publishing/publish-error.ts';
import type { Publication } from '../publishing/publish-package.ts';

/** One package that was to be published. */
export type PublishResult = { readonly package: string } & (
  | Publication
  | {
      readonly state: 'not_published';
      readonly code: string;
      readonly reason: string;
      readonly advice: string | null;
      readonly exitCode: ExitCode;
    }
);

/** What an error of the evidence store means for who publishes from it (domain/sox.md U-3). */
const STORE_EXIT: Readonly<Record<EvidenceStoreError['code'], ExitCode>> = {
  ALREADY_EXISTS: EXIT.integrity,
  BAD_LOCATION: EXIT.usage,
  CANCELLED: EXIT.fault,
  CONTENT_CHANGED: EXIT.integrity,
  DAMAGED: EXIT.integrity,
  DISK_FULL: EXIT.fault,
  // it was listed a moment ago
  NOT_FOUND: EXIT.integrity,
  NOT_PROTECTED: EXIT.integrity,
  // refused, or nobody knows us
  NOT_WRITABLE: EXIT.source,
  STORE_FAILED: EXIT.source,
};

function exitCodeOf(thrown: unknown): ExitCode {
  if (thrown instanceof PublishError) return PUBLISH_EXIT[thrown.code];
  if (thrown instanceof EvidenceStoreError) return STORE_EXIT[thrown.code];
  return thrown instanceof LoginError ? EXIT.source : EXIT.fault;
}

/** The result of a package, or of an operand, that ended with an error. */
export function notPublished(name: string, thrown: unknown): PublishResult {
  const isOurs = thrown instanceof PipelineError;
  return {
    package: name,
    state: 'not_published',
    code: isOurs ? thrown.code : 'FAULT',
    reason: messageOf(thrown),
    advice: (isOurs ? thrown.advice : undefined) ?? null,
    exitCode: exitCodeOf(thrown),
  };
}

const WORST_FIRST: readonly ExitCode[] = [
  EXIT.fault,
  EXIT.integrity,
  EXIT.exceptions,
  EXIT.source,
  EXIT.usage,
  EXIT.refused,
];

/** domain/sox.md U-3: of several, the one that matters most. */
export function exitCodeOfResults(results: readonly PublishResult[]): ExitCode {
  const codes = results.flatMap((result) => ('exitCode' in result ? [result.exitCode] : []));
  return WORST_FIRST.find((code) => codes.includes(code)) ?? EXIT.pass;
}
