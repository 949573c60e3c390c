import type { AwsAccess } from '../../../aws/client-settings.ts';
import type { Clock } from '../../../kernel/clock.ts';

/** For how long nobody may remove a package (domain/sox.md R-1); `none` is for data that is no evidence. */
export type Retention =
  | { readonly mode: 'COMPLIANCE' | 'GOVERNANCE'; readonly days: number }
  | { readonly mode: 'none' };

export interface S3StoreOptions extends AwsAccess {
  readonly bucket: string;
  /** Where the store begins in the bucket: `evidence` or `sox/evidence`; empty for the whole bucket. */
  readonly prefix: string;
  /** The account that must own the bucket, 12 digits: every request says so. */
  readonly expectedOwner: string;
  /** The ARN of the key packages are encrypted with; null leaves it to the bucket. */
  readonly kmsKey: string | null;
  readonly retention: Retention;
  /** Is a legal hold placed on every package as it is stored (domain/sox.md R-2)? */
  readonly legalHold: boolean;
  /** Packages above this many bytes are uploaded in parts: then S3 keeps no checksum of the whole. */
  readonly multipartThreshold: number;
  readonly clock: Clock;
  /** Bytes of one part, at least 5 MiB. */
  readonly partBytes?: number;
  /** After so many milliseconds without a byte a connection is given up. */
  readonly idleMs?: number;
  /** The longest wait before the second try, twice as long before each further one. */
  readonly firstWaitMs?: number;
}
