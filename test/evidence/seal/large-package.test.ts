import { createHash } from 'node:crypto';
import { open } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { openPromise } from 'yauzl';
import { deflateFile } from '../../../src/evidence/seal/deflate-file.ts';
import { sealPackage } from '../../../src/evidence/seal/seal-package.ts';
import { tempFolder } from '../../support/temp-folder.ts';
import { hasTool, runTool } from '../../support/tools.ts';
import { aSealRequest, NAME } from './a-package.ts';

const GIB = 1024 ** 3;

/** A CSV a little larger than 4 GiB; only its record numbers differ from block to block. */
async function writeLargeCsv(path: string): Promise<string> {
  const digest = createHash('sha256');
  const file = await open(path, 'w');
  for (let written = 0, block = 0; written <= 4 * GIB; block += 1) {
    const line = `EC_NG,${String(block).padStart(6, '0')},C00043867,2025-09-30,DOM,281842.89\n`;
    const text = Buffer.from(line.repeat(200_000));
    digest.update(text);
    await file.writeFile(text);
    written += text.length;
  }
  await file.close();
  return digest.digest('hex');
}

it.skipIf(process.env['RUN_LARGE'] !== '1' || !hasTool('unzip') || !hasTool('python3'))(
  'an extract above 4 GiB is read by unzip, Python and yauzl (needs RUN_LARGE=1, unzip, python3)',
  async () => {
    const folder = await tempFolder();
    const source = join(folder, 'large.csv');
    const sha256 = await writeLargeCsv(source);
    const { signal } = new AbortController();
    const compressed = await deflateFile({ source, target: `${source}.deflate`, signal });
    expect(compressed).toMatchObject({ sha256, bytes: expect.any(Number) });
    expect(compressed.bytes).toBeGreaterThan(4 * GIB);
    const data = { compressed, contentDigest: compressed.sha256 };
    const { path } = await sealPackage(await aSealRequest(folder, { data }));

    expect(runTool('unzip', ['-tqq', path])).toEqual({ status: 0, output: '' });

    const script =
      'import sys,zipfile,hashlib\nh=hashlib.sha256()\n' +
      'f=zipfile.ZipFile(sys.argv[1]).open(sys.argv[2])\n' +
      'while b:=f.read(1<<20): h.update(b)\nprint(h.hexdigest(), end="")';
    const python = runTool('python3', ['-c', script, path, `${NAME}/data/ipe_data.csv`]);
    expect(python).toEqual({ status: 0, output: sha256 });

    const zip = await openPromise(path, { lazyEntries: true, validateEntrySizes: true });
    const digests = new Map<string, string>();
    for await (const entry of zip.eachEntry()) {
      const digest = createHash('sha256');
      for await (const chunk of await zip.openReadStreamPromise(entry)) digest.update(chunk);
      digests.set(entry.fileName, digest.digest('hex'));
    }
    expect(digests.get(`${NAME}/data/ipe_data.csv`)).toBe(sha256);
  },
  600_000,
);
