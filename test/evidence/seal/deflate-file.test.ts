import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { readdir, readFile, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { crc32, deflateRawSync, inflateRawSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { deflateFile } from '../../../src/evidence/seal/deflate-file.ts';
import { tempFolder } from '../../support/temp-folder.ts';

const MIB = 1024 * 1024;
const { signal } = new AbortController();

/** CSV-like text of exactly `bytes` bytes. */
function csv(bytes: number): Buffer {
  const line = (n: number) =>
    `EC_NG,${1_000_000 + n},C${n % 977},2025-09-${(n % 30) + 1},${n * 7}.25\n`;
  let text = '';
  for (let n = 0; text.length < bytes; n += 1) text += line(n);
  return Buffer.from(text.slice(0, bytes));
}

async function deflated(content: Buffer, options: { level?: number; concurrency?: number } = {}) {
  const folder = await tempFolder();
  const source = join(folder, 'data.csv');
  const target = join(folder, 'data.deflate');
  await writeFile(source, content);
  const result = await deflateFile({ source, target, signal, ...options });
  return { result, bytes: await readFile(target) };
}

describe('deflateFile', () => {
  const sizes = [0, 1, 32 * 1024, MIB - 1, MIB, MIB + 1, 2 * MIB, 3 * MIB + 12_345];
  it.each(sizes)('makes one ordinary deflate stream of a file of %i bytes', async (size) => {
    const content = csv(size);
    const { result, bytes } = await deflated(content);
    expect(inflateRawSync(bytes).equals(content)).toBe(true);
    expect(result).toMatchObject({
      bytes: size,
      compressedBytes: bytes.length,
      crc32: crc32(content),
      sha256: createHash('sha256').update(content).digest('hex'),
    });
  });

  it('ends where the stream ends: the decompressor takes every byte', async () => {
    const { bytes } = await deflated(csv(2 * MIB));
    const { engine } = inflateRawSync(bytes, { info: true }) as unknown as {
      engine: { bytesWritten: number };
    };
    expect(engine.bytesWritten).toBe(bytes.length);
  });

  it('gives the same bytes whatever the concurrency', async () => {
    const content = csv(5 * MIB + 77);
    const alone = await deflated(content, { concurrency: 1 });
    for (const concurrency of [2, 3, 7]) {
      const together = await deflated(content, { concurrency });
      expect(together.bytes.equals(alone.bytes)).toBe(true);
    }
  });

  it('costs next to nothing against one thread', async () => {
    const content = csv(4 * MIB);
    const { bytes } = await deflated(content, { level: 6 });
    expect(bytes.length / deflateRawSync(content, { level: 6 }).length).toBeLessThan(1.002);
  });

  it('is smaller at a higher level', async () => {
    const content = csv(MIB);
    const [fast, small] = [await deflated(content), await deflated(content, { level: 6 })];
    expect(small.bytes.length).toBeLessThan(fast.bytes.length);
  });

  it('reads back whatever bytes there are', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.uint8Array({ minLength: 1, maxLength: 400 }),
        fc.integer({ min: 0, max: 2 * MIB + 50_000 }),
        fc.integer({ min: 1, max: 9 }),
        async (pattern, size, level) => {
          const content = Buffer.alloc(size, pattern);
          const { bytes } = await deflated(content, { level });
          expect(inflateRawSync(bytes).equals(content)).toBe(true);
        },
      ),
      { numRuns: 20 },
    );
  });

  it('stops when cancelled and leaves nothing', async () => {
    const folder = await tempFolder();
    const source = join(folder, 'data.csv');
    await writeFile(source, csv(3 * MIB));
    const target = join(folder, 'data.deflate');
    const cancelled = deflateFile({ source, target, signal: AbortSignal.abort() });
    await expect(cancelled).rejects.toMatchObject({ name: 'SealError', code: 'CANCELLED' });
    expect(await readdir(folder)).toEqual(['data.csv']);
  });

  it.skipIf(!existsSync('/dev/full'))(
    'says that the disk is full and leaves nothing (needs /dev/full)',
    async () => {
      const folder = await tempFolder();
      const source = join(folder, 'data.csv');
      await writeFile(source, csv(3 * MIB));
      const target = join(folder, 'data.deflate');
      await symlink('/dev/full', target);
      const failed = deflateFile({ source, target, signal });
      await expect(failed).rejects.toMatchObject({
        code: 'DISK_FULL',
        message: `the disk is full: ${target} could not be written`,
        advice: expect.stringContaining('free space'),
        cause: { code: 'ENOSPC' },
      });
      expect(await readdir(folder)).toEqual(['data.csv']);
    },
  );

  it('names the file it cannot read', async () => {
    const folder = await tempFolder();
    const source = join(folder, 'missing.csv');
    const failed = deflateFile({ source, target: join(folder, 'data.deflate'), signal });
    await expect(failed).rejects.toMatchObject({
      code: 'WRITE_FAILED',
      message: expect.stringContaining('missing.csv'),
    });
  });

  it('reports a fault of the compressor itself', async () => {
    const failed = deflated(csv(3 * MIB), { level: 42 });
    await expect(failed).rejects.toMatchObject({
      code: 'WRITE_FAILED',
      cause: { code: 'ERR_OUT_OF_RANGE' },
    });
  });
});
