import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it, onTestFinished, vi } from 'vitest';
import { openUploads } from '../../../../src/evidence/store/s3/open-uploads.ts';
import { openSession } from '../../../../src/evidence/store/s3/s3-session.ts';
import { aStoreOn, aStoreOptions, useStandIn } from './on-bucket.ts';

const standIn = useStandIn();
const MISSING = 'open uploads could not be looked for: s3:ListBucketMultipartUploads is missing';

afterEach(() => {
  standIn.it.faults.clear();
  standIn.it.s3.setPolicy(null);
  vi.unstubAllEnvs();
});

const page = (uploads: string, more: string) =>
  `<ListMultipartUploadsResult>${uploads}${more}</ListMultipartUploadsResult>`;
const upload = (key: string) =>
  `<Upload><Key>${key}</Key><Initiated>2026-01-31T10:00:00.000Z</Initiated></Upload>`;

/** A bucket that lists its uploads in two pages, and what it was asked. */
async function aBucketOfTwoPages() {
  const asked: string[] = [];
  const marks =
    '<NextKeyMarker>evidence/a</NextKeyMarker><NextUploadIdMarker>u1</NextUploadIdMarker>';
  const server = createServer(({ url = '' }, response) => {
    asked.push(url);
    const first = asked.length === 1;
    response.end(
      first
        ? page(upload('evidence/a'), `<IsTruncated>true</IsTruncated>${marks}`)
        : page(upload('evidence/b'), '<IsTruncated>false</IsTruncated>'),
    );
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const { port } = server.address() as AddressInfo; // a server on a port has such an address
  vi.stubEnv('AWS_ENDPOINT_URL_S3', `http://127.0.0.1:${port}`);
  return asked;
}

describe('R-7 uploads in parts that were neither ended nor given up', () => {
  it('are listed to the last page', async () => {
    const asked = await aBucketOfTwoPages();
    const session = openSession(aStoreOptions(standIn.it, 'any'));
    const signal = new AbortController().signal;
    const { oddities } = await openUploads(session, 'evidence/', 's3://any/evidence/', signal);
    expect(oddities.map(({ code, place }) => [code, place])).toEqual([
      ['OPEN_UPLOAD', 'a'],
      ['OPEN_UPLOAD', 'b'],
    ]);
    expect(asked).toEqual([
      expect.not.stringContaining('marker'),
      expect.stringMatching(/key-marker=evidence%2Fa.*upload-id-marker=u1/),
    ]);
  });

  it('are said not to be looked for where the role has no right to, and the rest is surveyed', async () => {
    const { store } = aStoreOn(standIn.it);
    const right = 's3:ListBucketMultipartUploads';
    standIn.it.s3.setPolicy((action) => (action === right ? 'deny' : 'allow'));
    expect(await store.survey()).toEqual({ packages: [], oddities: [], notLookedFor: [MISSING] });
  });

  it('end a survey when S3 cannot be asked at all', async () => {
    const { store } = aStoreOn(standIn.it);
    standIn.it.faults.add({ do: 'server-error', of: 's3.ListMultipartUploads' });
    await expect(store.survey()).rejects.toMatchObject({ code: 'STORE_FAILED', transient: true });
  });
});
