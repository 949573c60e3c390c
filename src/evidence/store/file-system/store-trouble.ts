import { messageOf } from '../../../kernel/errors.ts';
import { EvidenceStoreError } from '../store.ts';

/** The operating system's code of an error: `ENOENT`. */
export function systemCode(thrown: unknown): string | undefined {
  return thrown instanceof Error && 'code' in thrown ? String(thrown.code) : undefined;
}

/** What a file operation threw, as the store's error that names the path. */
export function asStoreError(thrown: unknown, path: string): EvidenceStoreError {
  if (thrown instanceof EvidenceStoreError) return thrown;
  switch (systemCode(thrown)) {
    case 'ENOSPC':
    case 'EDQUOT':
      return new EvidenceStoreError('DISK_FULL', `the disk is full: ${path} was not stored`, {
        cause: thrown,
        advice: 'free space in the evidence folder and run the item again',
      });
    case 'ABORT_ERR':
      return new EvidenceStoreError('CANCELLED', `storing ${path} was cancelled`, {
        cause: thrown,
      });
    case 'EEXIST':
      return new EvidenceStoreError(
        'ALREADY_EXISTS',
        `${path} is there already, and what is stored is never replaced`,
        { cause: thrown, advice: 'a new run makes a package with a new name' },
      );
    case 'EACCES':
    case 'EPERM':
    case 'EROFS':
    case 'ENOTDIR':
      return new EvidenceStoreError(
        'NOT_WRITABLE',
        `the evidence folder cannot be used for ${path}: ${messageOf(thrown)}`,
        { cause: thrown, advice: 'give this account the right to create files there' },
      );
    default:
      return new EvidenceStoreError('STORE_FAILED', `${path}: ${messageOf(thrown)}`, {
        cause: thrown,
      });
  }
}
