import { writeFile } from 'node:fs/promises';
import { deflateRawSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import type { DefectCode, VerificationReport } from '../../../src/evidence/verify/report.ts';
import { verifyPackage } from '../../../src/evidence/verify/verify-package.ts';
import { writeZip } from '../../support/zip-surgery.ts';
import {
  bagged,
  draft,
  entriesOf,
  goodMembers,
  goodRows,
  type Members,
  membersOf,
  NAME,
  sha,
  zipOf,
} from './good-package.ts';
import { inFolder } from './scratch.ts';

/*
 * The attacks on files of evidence-package.md section 9, each row of its table taken apart into its kinds. Attacks
 * on signatures, times and the ledger come with those parts.
 */

const GOOD: Members = goodMembers();
const CSV = 'data/ipe_data.csv';
const RESULTS = 'data/05_tests/validation_results.json';

interface Attack {
  readonly name: string;
  readonly file: () => Buffer;
  /** Name the file is handed over under. */
  readonly as?: string;
  readonly verdict: VerificationReport['verdict'];
  /** Each of these must be among the defects. */
  readonly found: readonly (readonly [code: DefectCode, path: string])[];
}

function content(path: string): Buffer {
  const bytes = GOOD.get(path);
  if (bytes === undefined) throw new Error(`the good package has no ${path}`);
  return bytes;
}

function withMember(path: string, bytes: Buffer): Map<string, Buffer> {
  return new Map([...GOOD, [path, bytes]]);
}

function without(path: string): Map<string, Buffer> {
  const members = new Map(GOOD);
  members.delete(path);
  return members;
}

/** The one member changed, everything else as it was. */
function altered(name: string, path: string, change: (text: string) => string): Attack {
  const before = content(path).toString('utf8');
  const after = change(before);
  if (after === before) throw new Error(`${name}: nothing was changed`);
  return {
    name,
    file: () => zipOf(withMember(path, Buffer.from(after))),
    verdict: 'DEFECTS FOUND',
    found: [['altered_member', path]],
  };
}

function refused(name: string, code: DefectCode, file: () => Buffer, path = `${NAME}.zip`): Attack {
  return { name, file, verdict: 'NOT A PACKAGE', found: [[code, path]] };
}

/** An entry more, at the end of the file, beside the good ones. */
function withEntry(name: string, rest: object = {}): Buffer {
  return writeZip([...entriesOf(GOOD), { name, content: Buffer.from('evil\n'), ...rest }]);
}

/** The good entries with one of them changed. */
function withEntryChanged(path: string, change: object): Buffer {
  return writeZip(
    entriesOf(GOOD).map((entry) =>
      entry.name === `${NAME}/${path}` ? { ...entry, ...change } : entry,
    ),
  );
}

function entryAttack(name: string, code: DefectCode, path: string, change: object): Attack {
  return refused(name, code, () => withEntryChanged(path, change), `${NAME}/${path}`);
}

function swapLines(text: string, a: number, b: number): string {
  const lines = text.split('\n');
  return lines.map((line, at) => lines[at === a ? b : at === b ? a : at] ?? line).join('\n');
}

const CONTENT_CHANGED: readonly Attack[] = [
  altered('a digit of an amount', CSV, (text) => text.replace('-58.7655', '-58.7654')),
  altered('a row removed', CSV, (text) => text.replace(/\nEC_NG,1000100,[^\n]*/, '')),
  altered('a row added', CSV, (text) => text.replace(/(\nEC_NG,1000101,[^\n]*)/, '$1$1')),
  altered('the order of two rows', CSV, (text) => swapLines(text, 120, 121)),
  altered('a line of the log', 'data/execution.log', (text) => text.replace('IPE_07', 'IPE_08')),
  altered('a parameter', 'data/03_parameters/query_parameters.json', (text) =>
    text.replace('[]', '[1]'),
  ),
  altered('the query', 'data/02_query/executed_query.sql', (text) => text.replace('1', '2')),
  altered('a status', RESULTS, (text) => text.replace('"NOT APPLICABLE"', '"PASS"')),
  altered('the run status', 'data/evidence.json', (text) => text.replace('"PASS"', '"WARN"')),
  altered('a byte order mark added', CSV, (text) => `\ufeff${text}`),
  altered('line ends made CRLF', CSV, (text) => text.replaceAll('\n', '\r\n')),
  altered('the start page', 'data/index.html', (text) => `${text}<script>1</script>`),
  altered('the README', 'README.txt', (text) => text.toLowerCase()),
  altered('the payload size', 'bag-info.txt', (text) => text.replace('Oxum: ', 'Oxum: 1')),
  {
    name: 'two members swapped',
    file: () => {
      const [a, b] = ['data/execution.log', 'data/index.html'];
      return zipOf(new Map([...GOOD, [a, content(b)], [b, content(a)]]));
    },
    verdict: 'DEFECTS FOUND',
    found: [
      ['altered_member', 'data/execution.log'],
      ['altered_member', 'data/index.html'],
    ],
  },
];

const MEMBERS_CHANGED: readonly Attack[] = [
  ...[
    ['a member added in data/', 'data/extra.csv'],
    ['a member added in a numbered folder', 'data/05_tests/exceptions_more.csv'],
    ['a member added beside data/', 'NOTES.txt'],
    ['fetch.txt added', 'fetch.txt'],
    ['a second manifest added', 'manifest-sha512.txt'],
    ['a signature nobody promised', 'seal/tagmanifest-sha256.txt.p7s'],
  ].map(
    ([name = '', path = '']): Attack => ({
      name,
      file: () => zipOf(withMember(path, Buffer.from('evil\n'))),
      verdict: 'DEFECTS FOUND',
      found: [['unexpected_member', path]],
    }),
  ),
  ...[...GOOD.keys()].map(
    (path): Attack => ({
      name: `${path} removed`,
      file: () => zipOf(without(path)),
      verdict: 'DEFECTS FOUND',
      found: [['missing_member', path]],
    }),
  ),
  {
    name: 'a member renamed',
    file: () =>
      zipOf(new Map([...without(RESULTS), ['data/05_tests/results.json', content(RESULTS)]])),
    verdict: 'DEFECTS FOUND',
    found: [
      ['missing_member', RESULTS],
      ['unexpected_member', 'data/05_tests/results.json'],
    ],
  },
  {
    name: 'the case of a name changed',
    file: () =>
      zipOf(
        new Map([
          ...without('data/evidence.json'),
          ['data/Evidence.json', content('data/evidence.json')],
        ]),
      ),
    verdict: 'DEFECTS FOUND',
    found: [
      ['missing_member', 'data/evidence.json'],
      ['unexpected_member', 'data/Evidence.json'],
    ],
  },
  {
    name: 'a promised seal stripped',
    file: () => {
      const members = membersOf(draft(goodRows(130)));
      const evidence = members.get('data/evidence.json')?.toString() ?? '';
      const promised = evidence.replace('"signature": "none"', '"signature": "cms"');
      return zipOf(bagged(members.set('data/evidence.json', Buffer.from(promised))));
    },
    verdict: 'DEFECTS FOUND',
    found: [['seal_missing', 'seal/tagmanifest-sha256.txt.p7s']],
  },
  {
    name: 'a promised time stamp stripped',
    file: () => {
      const members = membersOf(draft(goodRows(130)));
      const evidence = members.get('data/evidence.json')?.toString() ?? '';
      const promised = evidence.replace('"timestamp": "none"', '"timestamp": "external"');
      return zipOf(bagged(members.set('data/evidence.json', Buffer.from(promised))));
    },
    verdict: 'DEFECTS FOUND',
    found: [
      ['seal_missing', 'seal/tagmanifest-sha256.txt.p7s.tsr'],
      ['seal_missing', 'data/09_run/run_start.tsr'],
    ],
  },
];

const MANIFESTS_CHANGED: readonly Attack[] = [
  [
    'a path outside the package',
    (text: string) => text.replace('data/evidence.json', '../evidence.json'),
  ],
  ['an absolute path', (text: string) => text.replace('data/evidence.json', '/etc/passwd')],
  ['a line twice', (text: string) => text.replace(/^(.*\n)/, '$1$1')],
  ['lines out of order', (text: string) => swapLines(text, 0, 1)],
  ['upper-case digests', (text: string) => text.toUpperCase()],
  ['one space for two', (text: string) => text.replace('  ', ' ')],
  ['no last line feed', (text: string) => text.trimEnd()],
  [
    'a tag file in the payload manifest',
    (text: string) => `${text.slice(0, 64)}  README.txt\n${text}`,
  ],
].map(([name, change]): Attack => {
  const path = 'manifest-sha256.txt';
  const changed = (change as (text: string) => string)(content(path).toString());
  return {
    name: `the manifest: ${name}`,
    file: () => zipOf(withMember(path, Buffer.from(changed))),
    verdict: 'DEFECTS FOUND',
    found: [
      ['E_MANIFEST', path],
      ['altered_member', path],
    ],
  };
});

const TAG_MANIFEST_CUT: Attack = {
  name: 'the tag manifest: a line removed',
  file: () => {
    const text = content('tagmanifest-sha256.txt').toString();
    const cut = text.replace(/.* {2}bagit.txt\n/, '');
    return zipOf(withMember('tagmanifest-sha256.txt', Buffer.from(cut)));
  },
  verdict: 'DEFECTS FOUND',
  found: [
    ['E_MANIFEST', 'tagmanifest-sha256.txt'],
    ['unexpected_member', 'bagit.txt'],
  ],
};

const FILE_CUT: readonly Attack[] = [
  ...[1, 21, 22, 100, 5000].map((bytes) =>
    refused(`truncated by ${bytes} bytes`, 'E_EOCD', () => zipOf(GOOD).subarray(0, -bytes)),
  ),
  refused('empty', 'E_EOCD', () => Buffer.alloc(0)),
  refused('not a ZIP', 'E_EOCD', () =>
    Buffer.from('PK, said the forger, and nothing more\n'.repeat(9)),
  ),
  refused('no entries', 'E_DIRECTORY', () => writeZip([])),
  refused('the entry count lowered', 'E_DIRECTORY', () =>
    zipOf(GOOD, { entryCount: GOOD.size - 1 }),
  ),
  refused('the entry count raised', 'E_DIRECTORY', () =>
    zipOf(GOOD, { entryCount: GOOD.size + 1 }),
  ),
  refused('two entry counts', 'E_EOCD', () => zipOf(GOOD, { entryCountOnDisk: GOOD.size - 1 })),
  refused('several disks', 'E_EOCD', () => zipOf(GOOD, { diskNumber: 1 })),
  refused('bytes appended', 'E_EOCD', () => zipOf(GOOD, { appended: Buffer.from('more') })),
  refused('an archive comment', 'E_EOCD', () => zipOf(GOOD, { comment: 'hello' })),
  refused('another ZIP appended', 'E_CD_GAP', () => Buffer.concat([zipOf(GOOD), zipOf(GOOD)])),
  refused('bytes prepended', 'E_CD_GAP', () => zipOf(GOOD, { prepended: Buffer.from('MZ') })),
  refused(
    'bytes prepended and offsets moved',
    'E_LAYOUT',
    () =>
      writeZip(
        entriesOf(GOOD).map((entry) => ({ ...entry, headerOffset: (at: number) => at + 2 })),
        { prepended: Buffer.from('MZ'), directoryOffset: (at) => at + 2 },
      ),
    `${NAME}/README.txt`,
  ),
  refused('bytes before the directory', 'E_LAYOUT', () =>
    zipOf(GOOD, { beforeDirectory: Buffer.from('gap') }),
  ),
  refused('bytes in the directory', 'E_DIRECTORY', () =>
    zipOf(GOOD, { inDirectory: Buffer.from('gap') }),
  ),
  refused('a directory of more bytes than its entries can have', 'E_DIRECTORY', () =>
    zipOf(GOOD, { entryCount: 1 }),
  ),
  refused('an archive comment announced and absent', 'E_EOCD', () => {
    const zip = zipOf(GOOD);
    zip.writeUInt16LE(7, zip.length - 2);
    return zip;
  }),
  refused('a directory entry that is cut', 'E_DIRECTORY', () => {
    const header = Buffer.alloc(46, 1);
    header.writeUInt32LE(0x02014b50);
    return zipOf(GOOD, { entryCount: GOOD.size + 1, inDirectory: header });
  }),
  refused('a ZIP64 end record in a small file', 'E_EOCD', () => zipOf(GOOD, { zip64: true })),
  refused('a ZIP64 end record that is none', 'E_EOCD', () => {
    const zip = zipOf(GOOD, { zip64: true });
    zip.writeUInt32LE(0x06064b51, zip.length - 98);
    return zip;
  }),
  refused('a pointer to a ZIP64 end record without one', 'E_EOCD', () =>
    Buffer.concat([Buffer.from('PK\x05\x06\0\0\0\0'), Buffer.alloc(12, 0xff), Buffer.alloc(2)]),
  ),
  refused('a directory that starts too early', 'E_CD_GAP', () =>
    zipOf(GOOD, { directoryOffset: (at) => at - 10 }),
  ),
];

const HIDDEN: readonly Attack[] = [
  {
    name: 'bytes hidden behind a deflate stream',
    file: () => withEntryChanged('README.txt', { hidden: Buffer.from('hidden') }),
    verdict: 'DEFECTS FOUND',
    found: [['E_DEFLATE_TAIL', 'README.txt']],
  },
  {
    name: 'bytes hidden behind the extract',
    file: () => withEntryChanged(CSV, { hidden: Buffer.alloc(100_000, 'x') }),
    verdict: 'DEFECTS FOUND',
    found: [['E_DEFLATE_TAIL', CSV]],
  },
  refused(
    'a gap between two entries',
    'E_LAYOUT',
    () => withEntryChanged('README.txt', { gap: Buffer.from('gap') }),
    `${NAME}/bag-info.txt`,
  ),
];

const NAMES: readonly Attack[] = [
  ['zip-slip', `${NAME}/../../evil.txt`],
  ['zip-slip inside', `${NAME}/data/../evil.txt`],
  ['an absolute path', '/etc/cron.d/evil'],
  ['a drive letter', 'C:/evil.txt'],
  ['a backslash', `${NAME}\\evil.txt`],
  ['a percent escape', `${NAME}/%2e%2e/evil.txt`],
  ['a second top folder', `${NAME.replace('NG', 'GH')}/evil.txt`],
  ['a file beside the top folder', 'evil.txt'],
  ['a dot segment', `${NAME}/./evil.txt`],
  ['an empty segment', `${NAME}/data//evil.txt`],
  ['a directory entry', `${NAME}/data/`],
  ['a blank', `${NAME}/data/e vil.txt`],
].map(([what, name = '']) => refused(`${what} as name`, 'E_NAME', () => withEntry(name), name));

const OTHER_NAMES: readonly Attack[] = [
  refused(
    'a Unicode look-alike name',
    'E_NAME',
    () => withEntry(`${NAME}/data/еvidence.json`),
    expect.anything() as unknown as string,
  ),
  refused(
    'a control character in a name',
    'E_NAME',
    () => withEntry(`${NAME}/data/a\nb`),
    expect.anything() as unknown as string,
  ),
  refused('an empty name', 'E_NAME', () => withEntry(''), '""'),
  refused(
    'a top folder that is no package name',
    'E_NAME',
    () => writeZip([{ name: 'package/README.txt', content: Buffer.from('x') }]),
    'package/README.txt',
  ),
  refused(
    'no top folder',
    'E_NAME',
    () => writeZip([{ name: 'README.txt', content: Buffer.from('x') }]),
    'README.txt',
  ),
  refused(
    'the same entry twice',
    'E_DUPLICATE',
    () => withEntry(`${NAME}/data/evidence.json`),
    `${NAME}/data/evidence.json`,
  ),
  refused(
    'two names alike but for case',
    'E_DUPLICATE',
    () => withEntry(`${NAME}/data/EVIDENCE.json`),
    `${NAME}/data/EVIDENCE.json`,
  ),
];

const ATTRIBUTES: readonly Attack[] = [
  entryAttack('a symbolic link', 'E_ATTR', 'README.txt', { mode: 0o120777 }),
  entryAttack('a directory by its mode', 'E_ATTR', 'README.txt', { mode: 0o040755 }),
  entryAttack('set-uid', 'E_ATTR', 'README.txt', { mode: 0o104755 }),
  entryAttack('executable', 'E_ATTR', 'README.txt', { mode: 0o100755 }),
  entryAttack('made on another system', 'E_ATTR', 'README.txt', { madeBy: 0x0014 }),
  entryAttack('the DOS directory bit', 'E_ATTR', 'README.txt', { dosAttributes: 0x10 }),
  entryAttack('internal attributes', 'E_ATTR', 'README.txt', { internalAttributes: 1 }),
  entryAttack('another disk', 'E_ATTR', 'README.txt', { disk: 1 }),
  entryAttack('the encrypted flag', 'E_FLAGS', 'README.txt', { flags: 9 }),
  entryAttack('the UTF-8 flag', 'E_FLAGS', 'README.txt', { flags: 0x808 }),
  entryAttack('stored with two sizes', 'E_DIRECTORY', 'README.txt', { method: 0, bytes: 3 }),
  entryAttack('more than 4 GiB without a descriptor', 'E_EXTRA', 'README.txt', {
    flags: 0,
    zip64: true,
    bytes: 2 ** 33,
  }),
  entryAttack('another method', 'E_FLAGS', 'README.txt', { method: 12 }),
  entryAttack('stored with a descriptor', 'E_FLAGS', 'README.txt', { method: 0, flags: 8 }),
  entryAttack('a future version needed', 'E_FLAGS', 'README.txt', { versionNeeded: 63 }),
  entryAttack('an entry comment', 'E_EXTRA', 'README.txt', { comment: 'hello' }),
  entryAttack('an extra field', 'E_EXTRA', 'README.txt', {
    directoryExtra: Buffer.from('UT\x05\0\x01aaaa'),
  }),
  entryAttack('a time of its own', 'E_TIME', 'bagit.txt', { dosTime: 0x5a000000 }),
];

const HEADERS: readonly Attack[] = [
  entryAttack('another name in the local header', 'E_LFH_MISMATCH', 'README.txt', {
    localName: `${NAME}/README.TXT`,
  }),
  entryAttack('another version in the local header', 'E_LFH_MISMATCH', 'README.txt', {
    localVersion: 10,
  }),
  entryAttack('another CRC in the local header', 'E_LFH_MISMATCH', 'README.txt', {
    method: 0,
    localCrc32: 1,
  }),
  entryAttack('an extra field in the local header', 'E_LFH_MISMATCH', 'README.txt', {
    localExtra: Buffer.from('UT\x05\0\x01aaaa'),
  }),
  entryAttack('another CRC in the descriptor', 'E_DESCRIPTOR', 'README.txt', {
    descriptor: Buffer.alloc(16, 1),
  }),
  {
    ...entryAttack('overlapping entries', 'E_LAYOUT', 'bag-info.txt', { headerOffset: () => 0 }),
    found: [['E_LAYOUT', expect.any(String) as unknown as string]],
  },
  entryAttack('an entry that runs into the directory', 'E_LAYOUT', CSV, {
    compressedBytes: 10_000_000,
  }),
  {
    name: 'a wrong CRC everywhere',
    file: () => withEntryChanged('README.txt', { crc32: 0x12345678 }),
    verdict: 'DEFECTS FOUND',
    found: [['E_CRC', 'README.txt']],
  },
  {
    name: 'a damaged deflate stream',
    file: () => withEntryChanged('README.txt', { packed: Buffer.alloc(20, 0xff) }),
    verdict: 'DEFECTS FOUND',
    found: [['E_INFLATE', 'README.txt']],
  },
  {
    name: 'a cut deflate stream',
    file: () => withEntryChanged(CSV, { packed: deflateRawSync(content(CSV)).subarray(0, -9) }),
    verdict: 'DEFECTS FOUND',
    found: [['E_INFLATE', CSV]],
  },
  {
    name: 'more bytes than declared',
    file: () => withEntryChanged('README.txt', { bytes: 3 }),
    verdict: 'DEFECTS FOUND',
    found: [['E_INFLATE', 'README.txt']],
  },
  {
    name: 'fewer bytes than declared',
    file: () => withEntryChanged('README.txt', { bytes: 300 }),
    verdict: 'DEFECTS FOUND',
    found: [['E_INFLATE', 'README.txt']],
  },
];

const BOMBS: readonly Attack[] = [
  entryAttack('a bomb in a small member', 'E_BOMB', 'data/index.html', {
    content: Buffer.alloc(70 * 2 ** 20),
  }),
  entryAttack('a declared ratio nobody reaches', 'E_BOMB', CSV, { bytes: 2 ** 30 }),
  refused(
    'more than 64 GiB in all',
    'E_BOMB',
    () => withEntryChanged(CSV, { bytes: 65 * 2 ** 30, compressedBytes: 2 ** 31, zip64: true }),
    `${NAME}/${CSV}`,
  ),
  refused('more entries than any package has', 'E_DIRECTORY', () =>
    writeZip(
      Array.from({ length: 1025 }, (_, k) => ({
        name: `${NAME}/data/f${k}`,
        content: Buffer.of(1),
      })),
    ),
  ),
];

const ATTACKS: readonly Attack[] = [
  ...CONTENT_CHANGED,
  ...MEMBERS_CHANGED,
  ...MANIFESTS_CHANGED,
  TAG_MANIFEST_CUT,
  ...FILE_CUT,
  ...HIDDEN,
  ...NAMES,
  ...OTHER_NAMES,
  ...ATTRIBUTES,
  ...HEADERS,
  ...BOMBS,
  {
    name: 'another genuine package under this name',
    file: () => zipOf(GOOD),
    as: `${NAME.replace('_NG_', '_GH_')}.zip`,
    verdict: 'DEFECTS FOUND',
    found: [['E_FILE_NAME', `${NAME.replace('_NG_', '_GH_')}.zip`]],
  },
  {
    name: 'members in another order',
    file: () => writeZip(entriesOf(GOOD).toReversed()),
    verdict: 'DEFECTS FOUND',
    found: [['E_ORDER', CSV]],
  },
];

describe('I-4 every change to a sealed file is found and its place is named', () => {
  it('knows at least the 50 kinds of the threat table', () => {
    expect(ATTACKS.length).toBeGreaterThanOrEqual(50);
    expect(new Set(ATTACKS.map(({ name }) => name)).size).toBe(ATTACKS.length);
  });

  it.each(ATTACKS)('I-4 $name', async ({ file, as = `${NAME}.zip`, verdict, found }) => {
    const report = await verifyPackage(await inFolder(as, file()));
    expect(report.defects).toEqual(
      expect.arrayContaining(found.map(([code, path]) => expect.objectContaining({ code, path }))),
    );
    expect(report.verdict).toBe(verdict);
    expect(report.level).not.toBe('L1');
    for (const defect of report.defects) expect(defect.expected).not.toBe(defect.actual);
  });
});

describe('what only the digest beside the ZIP shows', () => {
  const line = (digest: string | null) => `${digest}  ${NAME}.zip\n`;

  it('tells a re-zipped package from the one handed over, and says that its content is intact', async () => {
    const original = await verifyPackage(await inFolder(`${NAME}.zip`, zipOf(GOOD)));
    const rezipped = entriesOf(GOOD).map((entry) => ({ ...entry, method: 0 }));
    const path = await inFolder(`${NAME}.zip`, writeZip(rezipped));
    await writeFile(`${path}.sha256`, line(original.zipDigest));
    const report = await verifyPackage(path);
    expect(report.verdict).toBe('DEFECTS FOUND');
    expect(report.defects.map(({ code }) => code)).toEqual(['zip_digest_differs']);
    expect(report.level).toBe('L1');
    expect(report.packageDigest).toBe(original.packageDigest);
  });
});

describe('not detectable before signatures exist', () => {
  it('data changed and every file rewritten to match: no defect, and the report says what it did not check', async () => {
    const forged = zipOf(bagged(membersOf(draft(goodRows(129)))));
    const report = await verifyPackage(await inFolder(`${NAME}.zip`, forged));
    expect(report.verdict).toBe('NO DEFECT FOUND');
    expect(report.notChecked.join('\n')).toMatch(/signature/);
  });

  it('a whole package forged together with its digest file: no defect, only a digest known from elsewhere tells', async () => {
    const genuine = zipOf(bagged(GOOD));
    const forged = zipOf(bagged(membersOf(draft(goodRows(7)))));
    const path = await inFolder(`${NAME}.zip`, forged);
    await writeFile(`${path}.sha256`, `${sha(forged)}  ${NAME}.zip\n`);
    const report = await verifyPackage(path);
    expect(report.verdict).toBe('NO DEFECT FOUND');
    expect(report.notChecked.join('\n')).toMatch(/signature[\s\S]*ledger/);
    expect(report.zipDigest).not.toBe(sha(genuine));
  });
});
