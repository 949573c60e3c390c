import { describe, expect, it } from 'vitest';
import { asStoreError } from '../../../src/evidence/store/file-system/store-trouble.ts';
import { EvidenceStoreError } from '../../../src/evidence/store/store.ts';

describe('asStoreError', () => {
  it.each([
    ['ENOSPC', 'DISK_FULL'],
    ['EDQUOT', 'DISK_FULL'],
    ['EACCES', 'NOT_WRITABLE'],
    ['EPERM', 'NOT_WRITABLE'],
    ['EROFS', 'NOT_WRITABLE'],
    ['ENOTDIR', 'NOT_WRITABLE'],
    ['ABORT_ERR', 'CANCELLED'],
    ['EEXIST', 'ALREADY_EXISTS'],
    ['EIO', 'STORE_FAILED'],
  ])('turns %s into %s, with path and cause', (system, code) => {
    const cause = Object.assign(new Error(`${system}: it failed`), { code: system });
    expect(asStoreError(cause, 'p.zip')).toMatchObject({
      name: 'EvidenceStoreError',
      code,
      message: expect.stringContaining('p.zip'),
      cause,
    });
  });

  it('keeps the reason of anything else', () => {
    expect(asStoreError(new Error('odd'), 'p.zip')).toMatchObject({
      code: 'STORE_FAILED',
      message: 'p.zip: odd',
    });
    const error = new EvidenceStoreError('DAMAGED', 'damaged');
    expect(asStoreError(error, 'p.zip')).toBe(error);
  });
});
