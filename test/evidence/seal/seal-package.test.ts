import { existsSync } from 'node:fs';
import { mkdir, readdir, readFile, symlink } from 'node:fs/promises';
import { basename, join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type ExpectedPackage, sealPackage } from '../../../src/evidence/seal/seal-package.ts';
import type { Instant } from '../../../src/kernel/clock.ts';
import { type Sha256, sha256 } from '../../../src/kernel/digest.ts';
import { tempFolder } from '../../support/temp-folder.ts';
import { hasTool, runTool } from '../../support/tools.ts';
import { aSealRequest, EXTRACT, NAME, someMembers } from './a-package.ts';
import { readZip } from './read-zip.ts';

const WORK_FILES = ['extract.csv', 'extract.deflate'];

async function aSealedPackage(changes: Parameters<typeof aSealRequest>[1] = {}) {
  const folder = await tempFolder();
  const sealed = await sealPackage(await aSealRequest(folder, changes));
  const entries = await readZip(sealed.path);
  const text = (path: string) =>
    entries.find(({ name }) => name === `${NAME}/${path}`)?.content.toString();
  return { folder, sealed, entries, text };
}

describe('a sealed package', () => {
  it('holds the members in byte order of their paths, the extract last', async () => {
    const { entries } = await aSealedPackage();
    const paths = entries.map(({ name }) => name.slice(NAME.length + 1));
    expect(entries.every(({ name }) => name.startsWith(`${NAME}/`))).toBe(true);
    expect(paths.at(-1)).toBe('data/ipe_data.csv');
    expect(paths.slice(0, -1)).toEqual(paths.slice(0, -1).toSorted());
    expect(paths).toEqual(
      expect.arrayContaining(['bag-info.txt', 'bagit.txt', 'tagmanifest-sha256.txt']),
    );
  });

  it('I-3 lists every file under data/ with its digest, and the tag files in the other manifest', async () => {
    const { entries, text } = await aSealedPackage();
    const line = ({ name, content }: (typeof entries)[number]) =>
      `${sha256(content)}  ${name.slice(NAME.length + 1)}\n`;
    const payload = entries.filter(({ name }) => name.startsWith(`${NAME}/data/`));
    const byPath = payload.toSorted((a, b) => (a.name < b.name ? -1 : 1));
    expect(text('manifest-sha256.txt')).toBe(byPath.map(line).join(''));
    const tags = ['README.txt', 'bag-info.txt', 'bagit.txt', 'manifest-sha256.txt'];
    const tagEntries = entries.filter(({ name }) => tags.some((tag) => name === `${NAME}/${tag}`));
    expect(tagEntries).toHaveLength(4);
    expect(text('tagmanifest-sha256.txt')).toBe(tagEntries.map(line).join(''));
  });

  it('describes itself as a BagIt bag', async () => {
    const { entries, text } = await aSealedPackage();
    const payload = entries.filter(({ name }) => name.startsWith(`${NAME}/data/`));
    const bytes = payload.reduce((sum, { content }) => sum + content.length, 0);
    expect(text('bagit.txt')).toBe('BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n');
    expect(text('bag-info.txt')).toBe(
      [
        'Bag-Software-Agent: soxauto 1.0.0',
        'Bagging-Date: 2025-09-30',
        'BagIt-Profile-Identifier: https://example.com/evidence-v1.json',
        'External-Identifier: IPE_07_20250930_143522_abc123',
        `Payload-Oxum: ${bytes}.${payload.length}`,
        'Source-Organization: Savanna Group',
        '',
      ].join('\n'),
    );
  });

  it('I-1 holds the whole extract', async () => {
    const { entries } = await aSealedPackage();
    expect(entries.at(-1)?.content.equals(EXTRACT)).toBe(true);
  });

  it('is named by the digest of its tag manifest and the digest of its file', async () => {
    const { folder, sealed, text } = await aSealedPackage();
    const bytes = await readFile(sealed.path);
    expect(sealed).toEqual({
      packageName: NAME,
      path: join(folder, `${NAME}.zip`),
      packageDigest: sha256(text('tagmanifest-sha256.txt') ?? ''),
      zipDigest: sha256(bytes),
      bytes: bytes.length,
    });
  });

  it('U-9 has the same bytes when the same things are sealed again, in whatever order they are given', async () => {
    const again = await aSealedPackage({ members: someMembers().toReversed() });
    const { sealed } = await aSealedPackage();
    expect(again.sealed.zipDigest).toBe(sealed.zipDigest);
  });

  it('U-8 needs no data when the extraction did not complete', async () => {
    const { entries, text } = await aSealedPackage({ data: null, members: someMembers(false) });
    expect(entries.map(({ name }) => basename(name))).not.toContain('ipe_data.csv');
    const payload = entries.filter(({ name }) => name.startsWith(`${NAME}/data/`));
    const bytes = payload.reduce((sum, { content }) => sum + content.length, 0);
    expect(text('bag-info.txt')).toContain(`Payload-Oxum: ${bytes}.${payload.length}\n`);
    expect(text('manifest-sha256.txt')).not.toContain('ipe_data.csv');
  });

  it('holds whatever members there are, byte for byte', async () => {
    const path = fc
      .stringMatching(/^[a-z0-9][a-z0-9_.-]{0,20}$/)
      .map((name) => `data/08_log/${name}`);
    await fc.assert(
      fc.asyncProperty(
        fc.dictionary(path, fc.uint8Array({ maxLength: 3000 }), { maxKeys: 6 }),
        async (extra) => {
          const added = Object.entries(extra).map(([path, content]) => ({ path, content }));
          const { entries } = await aSealedPackage({ members: [...someMembers(), ...added] });
          const found = new Map(entries.map(({ name, content }) => [name, content]));
          for (const { path, content } of added) {
            expect(found.get(`${NAME}/${path}`)?.equals(content)).toBe(true);
          }
        },
      ),
      { numRuns: 15 },
    );
  });

  it.skipIf(!hasTool('unzip') || !hasTool('sha256sum'))(
    'R-5 passes the checks of plain tools (needs unzip, sha256sum)',
    async () => {
      const { folder, sealed } = await aSealedPackage();
      expect(runTool('unzip', ['-q', sealed.path], folder).status).toBe(0);
      const top = join(folder, NAME);
      for (const manifest of ['manifest-sha256.txt', 'tagmanifest-sha256.txt']) {
        const args = ['-c', '--quiet', '--strict', manifest];
        expect(runTool('sha256sum', args, top)).toEqual({ status: 0, output: '' });
      }
    },
  );
});

describe('reading back', () => {
  it('sees the finished file before it has its final name, and what must be in it', async () => {
    const folder = await tempFolder();
    let seen: { path: string; expected: ExpectedPackage; names: string[] } | undefined;
    const request = await aSealRequest(folder, {
      readBack: async (path, expected) => {
        seen = { path, expected, names: await readdir(folder) };
        expect(sha256(await readFile(path))).toBe(expected.zipDigest);
        const entries = await readZip(path);
        expect(expected.members).toEqual(
          entries.map(({ name, content }) => ({
            path: name.slice(NAME.length + 1),
            sha256: sha256(content),
          })),
        );
      },
    });
    const { path: _, ...sealed } = await sealPackage(request);
    expect(seen?.path).toBe(join(folder, `${NAME}.zip.partial`, `${NAME}.zip`));
    expect(seen?.names).toEqual([`${NAME}.zip.partial`, ...WORK_FILES]);
    expect(seen?.expected).toMatchObject(sealed);
    expect(await readdir(folder)).toEqual([`${NAME}.zip`, ...WORK_FILES]);
  });

  it('refuses a file that does not read back, and leaves nothing', async () => {
    const folder = await tempFolder();
    const readBack = async () => {
      throw new Error('data/evidence.json: altered_member');
    };
    const failed = sealPackage(await aSealRequest(folder, { readBack }));
    await expect(failed).rejects.toMatchObject({
      name: 'SealError',
      code: 'READ_BACK_FAILED',
      message: expect.stringContaining('data/evidence.json: altered_member'),
    });
    expect(await readdir(folder)).toEqual(WORK_FILES);
  });
});

describe('a package is refused', () => {
  const refused = async (changes: Parameters<typeof aSealRequest>[1]) => {
    const folder = await tempFolder();
    const error: unknown = await sealPackage(await aSealRequest(folder, changes)).catch((e) => e);
    expect(await readdir(folder)).toEqual(WORK_FILES);
    return error;
  };
  const withMember = (path: string, content = new Uint8Array()) => ({
    members: [...someMembers(), { path, content }],
  });

  it.each([
    'data/../../etc/passwd',
    '/data/a.txt',
    'data\\a.txt',
    'data/Äpfel.txt',
    'data/01_definition/',
    'notes.txt',
    'fetch.txt',
    'manifest-md5.txt',
    'seal/tagmanifest-sha256.txt.p7s',
    'manifest-sha256.txt',
    'data/ipe_data.csv',
  ])('with the member %s', async (path) => {
    expect(await refused(withMember(path))).toMatchObject({
      name: 'SealError',
      code: 'BAD_MEMBER',
      message: expect.stringContaining(path.replaceAll('\\', '\\\\')),
    });
  });

  it('with a member twice', async () => {
    expect(await refused(withMember('data/evidence.json'))).toMatchObject({
      code: 'BAD_MEMBER',
      message: expect.stringContaining('data/evidence.json is there twice'),
    });
  });

  it('with all its bad members named at once', async () => {
    const members = someMembers().filter(({ path }) => path !== 'README.txt');
    const error = await refused({
      members: [...members, { path: 'data/EVIDENCE.json', content: new Uint8Array() }],
    });
    expect(error).toMatchObject({
      message: expect.stringMatching(/EVIDENCE.*is there twice.*README\.txt is missing/),
    });
  });

  it('with a member no reader would take into memory', async () => {
    const large = Buffer.alloc(64 * 1024 * 1024 + 1);
    expect(await refused(withMember('data/05_tests/exceptions_key.csv', large))).toMatchObject({
      code: 'BAD_MEMBER',
      message: expect.stringContaining('67108865 bytes'),
    });
  });

  it('with more members than a reader accepts', async () => {
    const many = Array.from({ length: 1000 }, (_, n) => ({
      path: `data/08_log/part_${n}.txt`,
      content: new Uint8Array(),
    }));
    expect(await refused({ members: [...someMembers(), ...many] })).toMatchObject({
      code: 'BAD_MEMBER',
      message: expect.stringContaining('more than 1000 members'),
    });
  });

  it('when it has data although the extraction did not complete', async () => {
    expect(await refused({ data: null })).toMatchObject({
      code: 'BAD_MEMBER',
      message: expect.stringContaining('data/04_data/row_index.csv cannot be there'),
    });
  });

  it('when the extract is not the one that was validated', async () => {
    const folder = await tempFolder();
    const { data } = await aSealRequest(folder);
    const contentDigest = sha256('another file') as Sha256;
    expect(await refused({ data: data && { ...data, contentDigest } })).toMatchObject({
      code: 'CONTENT_CHANGED',
      message: expect.stringContaining(contentDigest),
    });
  });

  it.each(['1979-12-31T23:59:59.999Z', '2044-01-01T00:00:00.000Z'])(
    'when the clock says %s, which no ZIP date can hold',
    async (sealedAt) => {
      expect(await refused({ sealedAt: sealedAt as Instant })).toMatchObject({ code: 'BAD_CLOCK' });
    },
  );

  it('when its maker is described on two lines', async () => {
    const bag = { softwareAgent: 'soxauto\n1.0', profile: 'p', organization: 'o' };
    expect(await refused({ bag })).toMatchObject({ name: 'ManifestError' });
  });
});

describe('sealing stops', () => {
  it('when it is cancelled, and leaves nothing', async () => {
    const folder = await tempFolder();
    const cancelled = sealPackage(await aSealRequest(folder, { signal: AbortSignal.abort() }));
    await expect(cancelled).rejects.toMatchObject({ name: 'SealError', code: 'CANCELLED' });
    expect(await readdir(folder)).toEqual(WORK_FILES);
  });

  it.skipIf(!existsSync('/dev/full'))(
    'when the disk is full, says so and leaves nothing (needs /dev/full)',
    async () => {
      const folder = await tempFolder();
      const partial = join(folder, `${NAME}.zip.partial`);
      await mkdir(partial);
      await symlink('/dev/full', join(partial, `${NAME}.zip`));
      const failed = sealPackage(await aSealRequest(folder));
      await expect(failed).rejects.toMatchObject({
        code: 'DISK_FULL',
        advice: expect.stringContaining('free space'),
      });
      expect(await readdir(folder)).toEqual(WORK_FILES);
    },
  );

  it('when the final name is taken by a folder, and leaves what was there', async () => {
    const folder = await tempFolder();
    await mkdir(join(folder, `${NAME}.zip`));
    const failed = sealPackage(await aSealRequest(folder));
    await expect(failed).rejects.toMatchObject({ code: 'WRITE_FAILED' });
    expect(await readdir(folder)).toEqual([`${NAME}.zip`, ...WORK_FILES]);
  });
});
