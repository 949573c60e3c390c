import { afterEach, describe, expect, it } from 'vitest';
import { lockDoubt } from '../../src/app/open-store.ts';
import { aStoreOn, useStandIn } from '../evidence/store/s3/on-bucket.ts';

const standIn = useStandIn();
const { signal } = new AbortController();

afterEach(() => standIn.it.faults.clear());

function aBucketThatDoesNotSay() {
  const of = 's3.GetObjectLockConfiguration';
  standIn.it.faults.add({ do: 'error', status: 403, code: 'AccessDenied', of });
  return aStoreOn(standIn.it).store;
}

describe('R-1 a bucket of which it cannot be asked whether it locks what it keeps', () => {
  it('is no bucket for production', async () => {
    const asked = lockDoubt(aBucketThatDoesNotSay(), 'production', signal);
    await expect(asked).rejects.toMatchObject({ code: 'NOT_WRITABLE' });
  });

  it('is used for tests, and that is said', async () => {
    expect(await lockDoubt(aBucketThatDoesNotSay(), 'test', signal)).toBe(
      'this role may not ask whether the bucket locks what it keeps',
    );
  });

  it('is in no doubt when it says so', async () => {
    expect(await lockDoubt(aStoreOn(standIn.it).store, 'production', signal)).toBeNull();
  });
});
