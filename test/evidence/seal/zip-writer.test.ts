import { existsSync } from 'node:fs';
import { appendFile, readFile, symlink, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { crc32 } from 'node:zlib';
import { ZipArchive } from 'archiver';
import { afterEach, describe, expect, it } from 'vitest';
import { deflateFile } from '../../../src/evidence/seal/deflate-file.ts';
import { writeZip } from '../../../src/evidence/seal/zip-writer.ts';
import { parseInstant } from '../../../src/kernel/clock.ts';
import { sha256 } from '../../../src/kernel/digest.ts';
import { tempFolder } from '../../support/temp-folder.ts';
import { hasTool, runTool } from '../../support/tools.ts';
import { readZip } from './read-zip.ts';

const { signal } = new AbortController();
const time = parseInstant('2025-10-01T14:35:23.531Z');
const members = [
  { name: 'P/README.txt', content: Buffer.from('read me\n') },
  { name: 'P/data/empty.txt', content: new Uint8Array() },
  { name: 'P/data/index.html', content: Buffer.from('<p>start</p>'.repeat(9000)) },
];
const csv = Buffer.from('EC_NG,1001,2025-09-30,12.50\n'.repeat(80_000));

async function aLargeFile(folder: string) {
  const source = join(folder, 'data.csv');
  await writeFile(source, csv);
  const target = join(folder, 'data.deflate');
  return { name: 'P/data/ipe_data.csv', compressed: await deflateFile({ source, target, signal }) };
}

async function aZip() {
  const folder = await tempFolder();
  const path = join(folder, 'P.zip');
  const large = await aLargeFile(folder);
  const written = await writeZip({ path, members, large, time, signal });
  return { folder, path, large, written, bytes: await readFile(path) };
}

describe('writeZip', () => {
  it('writes every entry as the format demands, the large file last', async () => {
    const { path } = await aZip();
    const entries = await readZip(path);
    expect(entries.map(({ name }) => name)).toEqual([
      ...members.map(({ name }) => name),
      'P/data/ipe_data.csv',
    ]);
    for (const { flags, method, mode, extraBytes, comment, content, ...entry } of entries) {
      const expected = content.length === 0 ? { flags: 0, method: 0 } : { flags: 8, method: 8 };
      expect({ flags, method, mode, extraBytes, comment }).toEqual({
        ...expected,
        mode: '100644',
        extraBytes: 0,
        comment: '',
      });
      expect(entry.crc32).toBe(crc32(content));
      expect(entry.dosDate).toBe(((2025 - 1980) << 9) | (10 << 5) | 1);
      expect(entry.dosTime).toBe((14 << 11) | (35 << 5) | 11);
    }
    const contents = [...members.map(({ content }) => content), csv];
    expect(entries.map(({ content }) => sha256(content))).toEqual(
      contents.map((content) => sha256(content)),
    );
  });

  it('leaves no gap: local headers, data and descriptors touch from byte 0 to the directory', async () => {
    const { path, bytes } = await aZip();
    let at = 0;
    for (const { name, flags, offset, compressedBytes } of await readZip(path)) {
      expect(offset).toBe(at);
      expect(bytes.readUInt16LE(at + 6)).toBe(flags);
      expect(bytes.readUInt16LE(at + 28)).toBe(0);
      at += 30 + name.length + compressedBytes + (flags === 8 ? 16 : 0);
    }
    const end = bytes.length - 22;
    expect(bytes.readUInt32LE(end)).toBe(0x06054b50);
    expect(bytes.readUInt32LE(end + 16)).toBe(at);
    expect(at + bytes.readUInt32LE(end + 12)).toBe(end);
    expect(bytes.readUInt16LE(end + 20)).toBe(0);
  });

  it('returns digest and size of the file', async () => {
    const { written, bytes } = await aZip();
    expect(written).toEqual({ zipDigest: sha256(bytes), bytes: bytes.length });
  });

  it('keeps the compressed bytes of the large file as they are', async () => {
    const { bytes, large } = await aZip();
    expect(bytes.includes(await readFile(large.compressed.path))).toBe(true);
  });

  it('can do without a large file', async () => {
    const path = join(await tempFolder(), 'P.zip');
    await writeZip({ path, members, large: null, time, signal });
    expect(await readZip(path)).toHaveLength(3);
  });

  describe('in another time zone', () => {
    const zone = process.env['TZ'];
    afterEach(() => {
      if (zone === undefined) delete process.env['TZ'];
      else process.env['TZ'] = zone;
    });

    it('gives the same bytes', async () => {
      const digests = new Set<string>();
      const offsets = new Set<number>();
      for (const name of ['UTC', 'Asia/Kolkata', 'America/St_Johns']) {
        process.env['TZ'] = name;
        offsets.add(new Date(time).getTimezoneOffset());
        digests.add((await aZip()).written.zipDigest);
      }
      expect(offsets.size).toBe(3);
      expect(digests.size).toBe(1);
    });
  });
});

describe('other tools', () => {
  it.skipIf(!hasTool('unzip'))('unzip finds no defect (needs unzip)', async () => {
    const { path } = await aZip();
    expect(runTool('unzip', ['-tqq', path])).toEqual({ status: 0, output: '' });
  });

  it.skipIf(!hasTool('zipinfo'))('zipinfo lists regular files only (needs zipinfo)', async () => {
    const { path } = await aZip();
    const { status, output } = runTool('zipinfo', ['-l', path]);
    expect(status).toBe(0);
    expect(output.match(/^-rw-r--r--/gm)).toHaveLength(4);
    expect(output).toContain('25-Oct-01 14:35');
  });

  it.skipIf(!hasTool('python3'))('Python reads every byte (needs python3)', async () => {
    const { path } = await aZip();
    const script =
      'import sys,zipfile,hashlib\nz=zipfile.ZipFile(sys.argv[1])\nassert z.testzip() is None\n' +
      'print(hashlib.sha256(z.read("P/data/ipe_data.csv")).hexdigest(), end="")';
    expect(runTool('python3', ['-c', script, path])).toEqual({ status: 0, output: sha256(csv) });
  });
});

describe('when something fails', () => {
  it('rejects when the large file cannot be read', async () => {
    const { folder, large } = await aZip();
    const gone = { ...large, compressed: { ...large.compressed, path: join(folder, 'gone') } };
    const failed = writeZip({ path: join(folder, 'Q.zip'), members, large: gone, time, signal });
    await expect(failed).rejects.toMatchObject({ code: 'ENOENT' });
  });

  it('rejects when the large file shrank or grew after it was compressed', async () => {
    const { folder, large } = await aZip();
    const path = join(folder, 'Q.zip');
    await truncate(large.compressed.path, 100);
    const shrunk = writeZip({ path, members, large, time, signal });
    await expect(shrunk).rejects.toMatchObject({ name: 'SealError', code: 'CONTENT_CHANGED' });
    await appendFile(large.compressed.path, Buffer.alloc(3 * 1024 * 1024));
    const grown = writeZip({ path, members, large, time, signal });
    await expect(grown).rejects.toMatchObject({ name: 'SealError', code: 'CONTENT_CHANGED' });
  });

  it('rejects when it is cancelled', async () => {
    const { folder, large } = await aZip();
    const path = join(folder, 'Q.zip');
    const cancelled = writeZip({ path, members, large, time, signal: AbortSignal.abort() });
    await expect(cancelled).rejects.toMatchObject({ name: 'AbortError' });
  });

  it.skipIf(!existsSync('/dev/full'))(
    'rejects when the disk is full (needs /dev/full)',
    async () => {
      const { folder, large } = await aZip();
      const path = join(folder, 'Q.zip');
      await symlink('/dev/full', path);
      const failed = writeZip({ path, members, large, time, signal });
      await expect(failed).rejects.toMatchObject({ code: 'ENOSPC' });
    },
  );
});

describe('archiver, pinned exactly because its internals are used', () => {
  it('is the version these tests were written for', async () => {
    const text = await readFile(join(import.meta.dirname, '../../../package.json'), 'utf8');
    expect(JSON.parse(text).dependencies.archiver).toBe('8.0.0');
  });

  it('asks its engine for a stream per deflated entry and leaves sizes and descriptor to it', async () => {
    const archive = new ZipArchive({ zlib: { level: 6 } });
    const { engine } = (archive as unknown as { _module: { engine: Record<string, unknown> } })
      ._module;
    const asked: string[] = [];
    const ordinary = engine['_smartStream'] as (entry: Entry, done: unknown) => unknown;
    type Entry = Record<'getName' | 'setCrc' | 'setSize' | 'setCompressedSize', unknown>;
    engine['_smartStream'] = (entry: Entry & { getName(): string }, done: unknown) => {
      asked.push(entry.getName());
      expect(entry).toMatchObject({
        setCrc: expect.any(Function),
        setSize: expect.any(Function),
        setCompressedSize: expect.any(Function),
      });
      expect(done).toBeTypeOf('function');
      return ordinary.call(engine, entry, done);
    };
    expect(engine['_afterAppend']).toBeTypeOf('function');
    archive.append(Buffer.from('text'), { name: 'a.txt' });
    archive.append(Buffer.alloc(0), { name: 'b.txt', store: true });
    archive.resume();
    await archive.finalize();
    expect(asked).toEqual(['a.txt']);
  });
});
