import { DeleteObjectCommand, PutObjectLegalHoldCommand, S3Client } from '@aws-sdk/client-s3';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { runCommand } from '../../src/cli/command.ts';
import { storeVerb } from '../../src/cli/commands/store.ts';
import { aFolderOn } from '../app/on-a-bucket.ts';
import { aLocation, aSealedFile } from '../contract/evidence-store.ts';
import { aStoreOn, FOLDER, useStandIn } from '../evidence/store/s3/on-bucket.ts';
import { clientSettings } from '../support/aws/clients.ts';

const standIn = useStandIn();
const KEY = `${FOLDER}/${aLocation().packageName}.zip`;
const REFUSED = { do: 'error', status: 403, code: 'AccessDenied' } as const;
const HOUR_MS = 3_600_000;

let printed: string[] = [];
beforeEach(() => {
  printed = [];
  vi.spyOn(console, 'log').mockImplementation((text: string) => void printed.push(text));
});
afterEach(() => {
  standIn.it.faults.clear();
  standIn.it.s3.setPolicy(null);
  vi.unstubAllEnvs();
  vi.restoreAllMocks();
});

/** A bucket, and `ipe store` typed where it is configured: its exit code. */
async function aShell() {
  const made = aStoreOn(standIn.it, { retention: { mode: 'GOVERNANCE', days: 30 } });
  const folder = await aFolderOn(standIn.it, made.bucket);
  vi.spyOn(process, 'cwd').mockReturnValue(folder);
  const store = async (...args: readonly string[]) => {
    const before = new Set([...process.listeners('SIGINT'), ...process.listeners('SIGTERM')]);
    try {
      return await runCommand(storeVerb, args);
    } finally {
      for (const signal of ['SIGINT', 'SIGTERM'] as const) {
        const added = process.listeners(signal).filter((listener) => !before.has(listener));
        for (const listener of added) process.off(signal, listener);
      }
    }
  };
  return { ...made, typed: store };
}

/** Its upload ended before its digest, so many hours ago. */
async function leaveUnfinished(
  { store }: Pick<ReturnType<typeof aStoreOn>, 'store'>,
  hours: number,
) {
  standIn.it.clock.advance(-hours * HOUR_MS);
  standIn.it.faults.add({ ...REFUSED, of: 's3.PutObject', path: '.zip.sha256' });
  const put = store.put(await aSealedFile(), aLocation());
  await expect(put).rejects.toMatchObject({ code: 'NOT_WRITABLE' });
  standIn.it.faults.clear();
  standIn.it.clock.advance(hours * HOUR_MS);
}

describe('U-3 ipe store finish ends with', () => {
  it('4 for a ZIP that is not what was sealed, 70 for one that may go better, 0 when all is done', async () => {
    const { store, typed } = await aShell();
    await leaveUnfinished({ store }, 2);
    standIn.it.faults.add({ do: 'flip', at: 3, of: 's3.GetObject' });
    expect(await typed('finish')).toBe(4);
    expect(printed.join()).toMatch(/NOT FINISHED .*expected SHA-256 .*\n +read it again;/);
    standIn.it.faults.clear();
    standIn.it.faults.add({ ...REFUSED, of: 's3.PutObject' });
    expect(await typed('finish')).toBe(70);
    standIn.it.faults.clear();
    expect(await typed('finish')).toBe(0);
  });

  it('4 for a ZIP that is protected less than the settings ask for', async () => {
    const { store, typed } = await aShell();
    await leaveUnfinished({ store }, 2);
    const set = { 'x-amz-object-lock-mode': null };
    standIn.it.faults.add({ do: 'answer-headers', of: 's3.HeadObject', set });
    expect(await typed('finish')).toBe(4);
    expect(printed.join()).toContain('is not protected as configured');
  });
});

describe('R-4 ipe store finish', () => {
  it('names what is too young to be finished, and leaves it alone', async () => {
    const { bucket, store, typed } = await aShell();
    await leaveUnfinished({ store }, 0);
    expect(await typed('finish')).toBe(0);
    expect(printed.join()).toMatch(
      /left alone .*\.zip +younger than an hour: a run may be at work/,
    );
    expect(printed.join()).toContain('0 packages finished, 0 not, 1 left alone');
    expect(standIn.it.s3.keys(bucket)).toEqual([KEY]);
  });
});

describe('U-3 ipe store hold ends with', () => {
  it('4 for a hold that does not stay, 70 for one that is refused, 0 when all are held', async () => {
    const { bucket, store, typed } = await aShell();
    await store.put(await aSealedFile(), aLocation());
    const hold = () => typed('hold', '--all', '--reason', 'LEG-1');
    const client = new S3Client(clientSettings(standIn.it));
    const off = new PutObjectLegalHoldCommand({
      Bucket: bucket,
      Key: KEY,
      LegalHold: { Status: 'OFF' },
    });
    const run = async () => void (await client.send(off));
    const of = 's3.PutObjectLegalHold';
    standIn.it.faults.add({ do: 'run', when: 'after', run, of, times: 1 });
    expect(await hold()).toBe(4);
    standIn.it.faults.clear();
    standIn.it.faults.add({ ...REFUSED, of });
    expect(await hold()).toBe(70);
    expect(printed.join()).toMatch(
      /NOT HELD .*access is denied\n +Compare evidence.expected_owner/,
    );
    standIn.it.faults.clear();
    expect(await hold()).toBe(0);
  });
});

describe('R-7 ipe store check', () => {
  it('says what this role may not look for and, below a defect, what to do now', async () => {
    const { bucket, store, typed } = await aShell();
    await store.put(await aSealedFile(), aLocation());
    const right = 's3:ListBucketMultipartUploads';
    standIn.it.s3.setPolicy((action) => (action === right ? 'deny' : 'allow'));
    expect(await typed('check')).toBe(0);
    expect(printed.join()).toMatch(/note +open uploads could not be looked for/);
    const client = new S3Client(clientSettings(standIn.it));
    await client.send(new DeleteObjectCommand({ Bucket: bucket, Key: KEY }));
    expect(await typed('check')).toBe(4);
    expect(printed.join()).toMatch(
      /DEFECT DAMAGED .*got 1 and 1\n +What a lock keeps is still there/,
    );
  });
});
