import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bagInfoText, parseBagInfo } from '../../../src/evidence/manifest/bag-info.ts';
import { manifestText, parseManifest } from '../../../src/evidence/manifest/manifest-file.ts';
import {
  compareEntryPaths,
  comparePaths,
  isMemberPath,
  isPayloadPath,
  isTagPath,
  requiredMembers,
} from '../../../src/evidence/manifest/member-path.ts';
import {
  evidenceId,
  type PackageSuffix,
  packageName,
  packageSuffix,
  parseEvidenceId,
  parsePackageName,
} from '../../../src/evidence/manifest/package-name.ts';
import { parseInstant } from '../../../src/kernel/clock.ts';
import { parseSha256, sha256 } from '../../../src/kernel/digest.ts';
import { parseEntityCode, parseItemId } from '../../../src/kernel/ids.ts';

const NAME = 'IPE_07_NG_2025-09_20250930T143522Z_abc123';

describe('U-7 a package name', () => {
  const identity = {
    itemId: parseItemId('IPE_07'),
    entity: parseEntityCode('NG'),
    period: '2025-09',
    startedAt: parseInstant('2025-09-30T14:35:22.104Z'),
    suffix: 'abc123' as PackageSuffix,
  };

  it('says item, entity, month, second and suffix', () => {
    expect(packageName(identity)).toBe(NAME);
    expect(evidenceId(identity)).toBe('IPE_07_20250930_143522_abc123');
    expect(parseEvidenceId('IPE_07_20250930_143522_abc123')).toBe('IPE_07_20250930_143522_abc123');
  });

  it('is read back from the right, whatever the item is called', () => {
    const items = ['IPE_07', 'IPE_08_TIMING', 'CR_05a', 'JDASH', 'RUN', 'IPE_REC_ERRORS'];
    fc.assert(
      fc.property(
        fc.constantFrom(...items),
        fc.constantFrom('NG', 'ALL'),
        fc.date({ min: new Date(0), max: new Date('9999-12-31'), noInvalidDate: true }),
        fc.stringMatching(/^[0-9a-f]{6}$/),
        (item, entity, date, suffix) => {
          const startedAt = parseInstant(`${date.toISOString().slice(0, 19)}.000Z`);
          const named = {
            itemId: parseItemId(item),
            entity: parseEntityCode(entity),
            period: '2025-09',
            startedAt,
            suffix: suffix as PackageSuffix,
          };
          expect(parsePackageName(packageName(named))).toEqual(named);
        },
      ),
    );
  });

  it.each([
    '',
    'IPE_07_NG_2025-09_20250930T143522Z_ABC123',
    'IPE_07_NG_2025-13_20250930T143522Z_abc123',
    'IPE_07_NG_2025-09_20250931T143522Z_abc123',
    'IPE_07_NG_2025-09_20250930T243522Z_abc123',
    'IPE_07_NGX_2025-09_20250930T143522Z_abc123',
    'IPE_07_2025-09_20250930T143522Z_abc123',
    ' IPE_07_NG_2025-09_20250930T143522Z_abc123',
    'IPE_07_NG_2025-09_20250930T143522Z_abc123\n',
    '../IPE_07_NG_2025-09_20250930T143522Z_abc123',
  ])('is not %j', (text) => {
    expect(() => parsePackageName(text)).toThrow(
      expect.objectContaining({ name: 'ManifestError', code: 'BAD_PACKAGE_NAME' }),
    );
  });

  it('has an evidence id of the same form or none', () => {
    expect(() => parseEvidenceId('IPE_07')).toThrow(
      expect.objectContaining({ code: 'BAD_PACKAGE_NAME' }),
    );
  });

  it('ends in six digits that follow from nonce and digests', () => {
    const digest = parseSha256('0'.repeat(64));
    const start = {
      nonce: 'n',
      definitionFingerprint: digest,
      querySha256: digest,
      parametersSha256: digest,
    };
    expect(packageSuffix(start)).toBe(sha256(`n:${digest}:${digest}:${digest}`).slice(0, 6));
  });
});

describe('a member path', () => {
  it.each([
    'README.txt',
    'tagmanifest-sha256.txt',
    'seal/tagmanifest-sha256.txt.p7s.tsr',
    'data/ipe_data.csv',
    'data/05_tests/exceptions_unique_key.csv',
    'data/04_data/raw_000.parquet',
  ])('may be %s', (path) => {
    expect(isMemberPath(path)).toBe(true);
  });

  it.each([
    'data/',
    'data/.hidden',
    'data/Evidence.json',
    'data/00_zero/x',
    'data/10_ten/x',
    'data/05_tests/deeper/x',
    'data/05_tests/../x',
    'data/5_tests/x',
    'seal/other.p7s',
    'fetch.txt',
    'manifest-sha512.txt',
    '../data/x',
    'data\\x',
    'data/é',
  ])('is not %s', (path) => {
    expect(isMemberPath(path)).toBe(false);
  });

  it('belongs to one of the two manifests', () => {
    expect([isPayloadPath('data/x'), isTagPath('data/x')]).toEqual([true, false]);
    expect([isPayloadPath('README.txt'), isTagPath('README.txt')]).toEqual([false, true]);
  });

  it('has its place in the ZIP: ascending, the extract last', () => {
    const paths = ['data/ipe_data.csv', 'tagmanifest-sha256.txt', 'README.txt', 'data/index.html'];
    expect(paths.toSorted(compareEntryPaths)).toEqual([
      'README.txt',
      'data/index.html',
      'tagmanifest-sha256.txt',
      'data/ipe_data.csv',
    ]);
    expect(comparePaths('a', 'a')).toBe(0);
  });

  it('is required, of the data only when there are any', () => {
    expect(requiredMembers(true)).toContain('data/ipe_data.csv');
    expect(requiredMembers(false)).not.toContain('data/ipe_data.csv');
    expect(requiredMembers(false)).toContain('data/evidence.json');
  });
});

describe('I-3 a manifest', () => {
  const a = { path: 'data/a', sha256: sha256('a') };
  const b = { path: 'data/b', sha256: sha256('b') };

  it('lists every file once, ascending, as sha256sum -c reads it', () => {
    expect(manifestText([b, a])).toBe(`${a.sha256}  data/a\n${b.sha256}  data/b\n`);
    expect(parseManifest(manifestText([b, a]))).toEqual([a, b]);
    expect(parseManifest('')).toEqual([]);
  });

  it.each([
    ['no last line feed', `${a.sha256}  data/a`],
    ['a blank line', `${a.sha256}  data/a\n\n`],
    ['CRLF', `${a.sha256}  data/a\r\n`],
    ['one space', `${a.sha256} data/a\n`],
    ['a binary mark', `${a.sha256} *data/a\n`],
    ['upper case', `${a.sha256.toUpperCase()}  data/a\n`],
    ['a short digest', `${a.sha256.slice(1)}  data/a\n`],
    ['a path outside', `${a.sha256}  ../data/a\n`],
    ['a line twice', `${a.sha256}  data/a\n`.repeat(2)],
    ['descending lines', `${b.sha256}  data/b\n${a.sha256}  data/a\n`],
  ])('with %s is refused, naming the line', (_what, text) => {
    expect(() => parseManifest(text)).toThrow(
      expect.objectContaining({ code: 'BAD_MANIFEST', message: expect.stringMatching(/^line \d/) }),
    );
  });
});

describe('bag-info.txt', () => {
  const info = {
    softwareAgent: 'soxauto 1.0.0',
    baggingDate: '2025-09-30',
    profile: 'evidence/v1',
    evidenceId: parseEvidenceId('IPE_07_20250930_143522_abc123'),
    payloadBytes: 12,
    payloadFiles: 3,
    organization: 'Savanna',
  };

  it('is read back as it was written', () => {
    expect(bagInfoText(info)).toContain('\nPayload-Oxum: 12.3\n');
    expect(parseBagInfo(bagInfoText(info))).toEqual(info);
  });

  it.each(['', ' Savanna', 'Savanna ', 'Savanna\nPayload-Oxum: 0.0'])(
    'cannot hold the organization %j',
    (organization) => {
      expect(() => bagInfoText({ ...info, organization })).toThrow(
        expect.objectContaining({ code: 'BAD_MEMBER_FILE' }),
      );
    },
  );

  it.each([
    [/Payload-Oxum: .*\n/, ''],
    [/12\.3/, '012.3'],
    [/12\.3/, '12'],
    [/$/, 'More: lines\n'],
    [/IPE_07_/, '../'],
  ])('with %s replaced by %j is refused', (what, by) => {
    expect(() => parseBagInfo(bagInfoText(info).replace(what, by))).toThrow();
  });
});
