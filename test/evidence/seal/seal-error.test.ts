import { describe, expect, it } from 'vitest';
import { asSealError, SealError } from '../../../src/evidence/seal/seal-error.ts';

const { signal } = new AbortController();

describe('asSealError', () => {
  it.each(['ENOSPC', 'EDQUOT'])('calls %s a full disk', (code) => {
    const cause = Object.assign(new Error('write failed'), { code });
    expect(asSealError(cause, 'p.zip', signal)).toMatchObject({ code: 'DISK_FULL', cause });
  });

  it('keeps the reason of anything else', () => {
    const cause = new Error('the stream ended early');
    expect(asSealError(cause, 'p.zip', signal)).toMatchObject({
      code: 'WRITE_FAILED',
      message: 'p.zip could not be written: the stream ended early',
      cause,
    });
  });

  it('keeps what has a reason already', () => {
    const error = new SealError('CONTENT_CHANGED', 'changed');
    expect(asSealError(error, 'p.zip', signal)).toBe(error);
  });

  it('says that it was cancelled whatever broke because of that', () => {
    const error = new SealError('READ_BACK_FAILED', 'stopped half-way');
    const reason = new Error('the operator stopped the run');
    expect(asSealError(error, 'p.zip', AbortSignal.abort(reason))).toMatchObject({
      code: 'CANCELLED',
      cause: reason,
    });
  });
});
