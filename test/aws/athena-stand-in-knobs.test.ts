import { describe, expect, it } from 'vitest';
import { athenaBench, invalid, RESULTS, refusal, WORKGROUP } from '../support/aws/athena-bench.ts';
import { QueryFailure } from '../support/aws/athena-failure.ts';
import { ragged } from '../support/aws/athena-result.ts';

describe('the knobs of 10.7', () => {
  it('P03 SUCCEEDED with a missing bucket, without the object, or with one that went', async () => {
    const { start, ended, service, keys } = await athenaBench({
      workgroups: [{ name: 'ipe', outputLocation: 's3://no-such-bucket/x' }],
    });
    expect((await ended(await start())).Status?.State).toBe('SUCCEEDED');
    const ResultConfiguration = { OutputLocation: `s3://${RESULTS}/ipe` };
    for (const object of ['none', 'deleted'] as const) {
      service.behave({ object });
      const id = await start({ ResultConfiguration });
      expect((await ended(id)).Status?.State).toBe('SUCCEEDED');
      expect(keys()).not.toContain(`ipe/${id}.csv`);
    }
  });

  it('P06 an object replaced or deleted after the query', async () => {
    const { start, csvOf, service, keys } = await athenaBench();
    const id = await start();
    await csvOf(id);
    await service.replaceResult(id, Buffer.from('"n"\n"2"\n'));
    expect(await csvOf(id)).toBe('"n"\n"2"\n');
    await service.deleteResult(id);
    expect(keys()).not.toContain(`ipe/${id}.csv`);
  });

  it('1.9 P06 pages show the object as it stands, or nothing when it went; managed results have none to alter', async () => {
    const { start, ended, page, service } = await athenaBench({
      workgroups: [WORKGROUP, { name: 'managed', managed: true }],
    });
    const values = async (id: string) =>
      (await page(id)).ResultSet?.Rows?.map(({ Data }) => Data?.[0]?.VarCharValue);
    const id = await start();
    await ended(id);
    expect(await values(id)).toEqual(['n', '1']);
    await service.replaceResult(id, Buffer.from('"n"\n"2"\n\n'));
    expect(await values(id)).toEqual(['n', '2', undefined]);
    await service.deleteResult(id);
    expect(await refusal(page(id))).toEqual(invalid('Could not find results', 'RESULT_NOT_FOUND'));
    const managed = await start({ WorkGroup: 'managed' });
    await ended(managed);
    await expect(service.replaceResult(managed, Buffer.from('"n"\n'))).rejects.toThrow('no object');
    expect(await values(managed)).toEqual(['n', '1']);
  });

  it('P01 P02 an old submission, a reused result', async () => {
    const { start, ended, service } = await athenaBench();
    const submitted = new Date('2025-09-01T00:00:00Z');
    service.behave({ reused: true, submitted }, undefined, 1);
    const { Status, Statistics } = await ended(await start());
    expect(Status?.SubmissionDateTime).toEqual(submitted);
    expect(Statistics?.ResultReuseInformation?.ReusedPreviousResult).toBe(true);
    const next = await ended(await start());
    expect(next.Statistics?.ResultReuseInformation?.ReusedPreviousResult).toBe(false);
  });

  it('another order of the columns, a ragged record', async () => {
    const { start, csvOf, service } = await athenaBench({
      answers: () => ({
        columns: [
          { name: 'a', type: 'varchar' },
          { name: 'b', type: 'integer' },
        ],
        rows: [
          ['x', '1'],
          ['y', '2'],
        ],
      }),
    });
    service.behave({ reversedColumns: true }, ({ text }) => text === 'SELECT 1');
    service.behave({ object: ragged }, ({ text }) => text === 'SELECT 2');
    expect(await csvOf(await start({ QueryString: 'SELECT 1' }))).toBe(
      '"b","a"\n"1","x"\n"2","y"\n',
    );
    expect(await csvOf(await start({ QueryString: 'SELECT 2' }))).toBe('"a","b"\n"x","1"\n"y"\n');
  });

  it('P19 a failure that may be tried again, once', async () => {
    const { start, ended, service } = await athenaBench();
    service.behave({ failure: new QueryFailure('busy', 1, 0, true) }, undefined, 1);
    expect((await ended(await start())).Status?.AthenaError?.Retryable).toBe(true);
    expect((await ended(await start())).Status?.State).toBe('SUCCEEDED');
  });

  it('1.5 a scan above the cutoff of the workgroup is cancelled', async () => {
    const { start, ended, service } = await athenaBench({
      workgroups: [{ ...WORKGROUP, bytesScannedCutoff: 10_000_000 }],
    });
    service.behave({ scannedBytes: 10_000_001 });
    const { Status, Statistics } = await ended(await start());
    expect(Status).toMatchObject({
      State: 'CANCELLED',
      StateChangeReason: 'Bytes scanned limit was exceeded',
    });
    expect(Statistics?.DataScannedInBytes).toBe(10_000_001);
  });
});
