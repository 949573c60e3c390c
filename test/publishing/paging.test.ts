import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { USUAL_PATIENCE } from '../../src/publishing/aws-call.ts';
import { publishedFiles } from '../../src/publishing/published-files.ts';
import { draft, goodRows } from '../evidence/verify/good-package.ts';
import { REGION } from '../support/aws/clients.ts';
import { ACCOUNT } from '../support/aws/start-aws-stand-in.ts';
import { certified, publishBench, refusal } from './publish-bench.ts';

const { signal } = new AbortController();
const TARGET = {
  ...{ bucket: 'ipe-published', prefix: 'certified', expectedOwner: ACCOUNT, kmsKey: null },
  ...{ workgroup: 'ipe-publish', catalog: 'AwsDataCatalog', database: 'certified' },
};

interface Page {
  readonly key: string;
  readonly next?: string;
  readonly goesOn: boolean;
}

const close: (() => Promise<void>)[] = [];
afterEach(async () => {
  vi.unstubAllEnvs();
  for (const each of close.splice(0)) await each();
});

/** Files in an S3 that answers each listing with the page of its token, the first one without. */
async function filesIn(pages: Readonly<Record<string, Page>>) {
  let asked = 0;
  const server = createServer((request, response) => {
    asked += 1;
    const url = new URL(request.url ?? '', 'http://s3');
    const page = pages[url.searchParams.get('continuation-token') ?? 'first'];
    const next =
      page?.next === undefined ? '' : `<NextContinuationToken>${page.next}</NextContinuationToken>`;
    response.end(
      `<?xml version="1.0"?><ListBucketResult><IsTruncated>${page?.goesOn}</IsTruncated><Contents><Key>${page?.key}</Key></Contents>${next}</ListBucketResult>`,
    );
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  const { port } = server.address() as AddressInfo; // no pipe
  vi.stubEnv('AWS_ENDPOINT_URL_S3', `http://127.0.0.1:${port}`);
  const credentials = async () => ({ accessKeyId: 'a key', secretAccessKey: 'a secret' });
  const files = publishedFiles({
    ...{ access: { region: REGION, credentials }, target: TARGET },
    ...{ patience: USUAL_PATIENCE, signal },
  });
  close.push(async () => {
    files.close();
    server.closeAllConnections();
    await new Promise((closed) => server.close(closed));
  });
  return { keys: () => files.keys('certified/'), asked: () => asked };
}

describe('a list of published files', () => {
  it('is all its pages', async () => {
    const { keys } = await filesIn({
      first: { key: 'a', next: 'two', goesOn: true },
      two: { key: 'b', goesOn: false },
    });
    expect(await keys()).toEqual(['a', 'b']);
  });

  it('that goes on without saying where is no list: a newer package may stand on the rest', async () => {
    const { keys } = await filesIn({ first: { key: 'a', goesOn: true } });
    expect(await refusal(keys())).toMatchObject({
      code: 'AWS_FAILED',
      message: expect.stringContaining('go on and nothing says where'),
    });
  });

  it('that begins anew is refused, and not read for ever', async () => {
    const { keys, asked } = await filesIn({
      first: { key: 'a', next: 'two', goesOn: true },
      two: { key: 'b', next: 'two', goesOn: true },
    });
    expect(await refusal(keys())).toMatchObject({
      code: 'AWS_FAILED',
      message: expect.stringContaining('page 2 is followed by an earlier one'),
    });
    expect(asked()).toBe(2);
  });
});

describe('an answer of Athena to the publisher', () => {
  it('that begins anew is refused, and not read for ever', async () => {
    const bench = await publishBench();
    const rows = Array.from({ length: 3000 }, (_, n) => [`package ${n}`]);
    const isList = (text: string) => text.includes('SELECT DISTINCT');
    bench.athena.answer((query) =>
      isList(query.text)
        ? { columns: [{ name: 'ipe_package', type: 'varchar' }], rows }
        : bench.lake.answers(query),
    );
    bench.athena.behave({ turnsBackAt: 1000 }, ({ text }) => isList(text));
    const refused = await refusal(bench.publish(await certified(draft(goodRows(1)))));
    expect(refused).toMatchObject({
      code: 'AWS_FAILED',
      message: expect.stringContaining('is followed by an earlier one'),
    });
  });
});
