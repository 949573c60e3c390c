import {
  chmodSync,
  copyFileSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { sealedPackages } from '../../src/app/sealed-reader.ts';
import { MEMBER } from '../../src/evidence/manifest/member-path.ts';
import type { PackageName } from '../../src/evidence/manifest/package-name.ts';
import { fileSystemStore } from '../../src/evidence/store/file-system/file-system-store.ts';
import { verifyPackage } from '../../src/evidence/verify/verify-package.ts';
import { systemClock } from '../../src/kernel/clock.ts';
import { sha256 } from '../../src/kernel/digest.ts';
import { parseControlId, parseEntityCode, parseItemId } from '../../src/kernel/ids.ts';
import { parsePeriod } from '../../src/kernel/period.ts';
import { latestSealed, type SealedPackage } from '../../src/orchestrator/sealed-packages.ts';
import { tempFolder } from '../support/temp-folder.ts';

const good = join(dirname(fileURLToPath(import.meta.url)), '../corpus/evidence-v1/good');
const names = readdirSync(good).map((name) => name.replace(/\.zip$/, '') as PackageName);

function cellOf(item: string) {
  return {
    control: parseControlId('C-PG-1'),
    item: parseItemId(item),
    entity: parseEntityCode('ALL'),
    cutoff: parsePeriod('2025-09').cutoff,
  };
}

/** A store that holds the packages earlier versions sealed. */
async function aStore() {
  const root = await tempFolder();
  const store = fileSystemStore(join(root, 'evidence'), systemClock);
  for (const packageName of names) {
    // a store may keep the very file it was given under a second name
    const path = join(root, `${packageName}.zip`);
    copyFileSync(join(good, `${packageName}.zip`), path);
    const cell = cellOf(packageName.slice(0, packageName.indexOf('_ALL_')));
    await store.put({ path, zipDigest: sha256(readFileSync(path)) }, { ...cell, packageName });
  }
  const unusable: string[] = [];
  const packages = sealedPackages(store, join(root, 'work'), ({ packageName }, reason) =>
    unusable.push(`${packageName}: ${reason}`),
  );
  return { root, store, packages, unusable };
}

async function all(packages: AsyncIterable<SealedPackage>): Promise<readonly SealedPackage[]> {
  const found: SealedPackage[] = [];
  for await (const sealed of packages) found.push(sealed);
  return found;
}

/** Rewrites a stored ZIP in place, as no program of ours does. */
function overwrite(path: string, content: Uint8Array) {
  chmodSync(path, 0o644);
  writeFileSync(path, content);
}

describe('sealed packages of a store', () => {
  it('are read back, the newest run of a cell first, with the digest the verifier computes', async () => {
    const { packages, unusable, root } = await aStore();
    for (const item of ['CR_05', 'IPE_09']) {
      const found = await all(packages.newestFirst(cellOf(item), [MEMBER.parameters]));
      const expected = names.filter((name) => name.startsWith(item)).toReversed();
      expect(found.map(({ evidence }) => evidence.package)).toEqual(expected);
      for (const { stored, packageDigest, runStart, members } of found) {
        expect(packageDigest).toBe((await verifyPackage(stored.uri)).packageDigest);
        const parameters = members.get(MEMBER.parameters) ?? new Uint8Array();
        expect(sha256(parameters)).toBe(runStart.parametersSha256);
      }
    }
    expect(unusable).toEqual([]);
    expect(readdirSync(join(root, 'work', 'runs'))).toEqual([]);
  });

  it('count as the latest only when all tests were performed', async () => {
    const { packages } = await aStore();
    const outcomes: Record<string, string | undefined> = {};
    for (const item of ['CR_05', 'IPE_09', 'IPE_07']) {
      outcomes[item] = (await latestSealed(packages, cellOf(item)))?.evidence.outcome;
    }
    expect(Object.values(outcomes)).not.toContain('not_completed');
    expect(outcomes['IPE_07']).toBeUndefined();
    expect(outcomes['IPE_09']).toMatch(/noted$/);
  });

  it('are not believed by their name: an altered, a foreign and an empty file are passed over and told', async () => {
    const { packages, root, store, unusable } = await aStore();
    const [newest, oldest] = await all(packages.newestFirst(cellOf('IPE_09')));
    const bytes = readFileSync(newest?.stored.uri ?? '');
    bytes[bytes.length >> 1] = (bytes[bytes.length >> 1] ?? 0) ^ 1;
    overwrite(newest?.stored.uri ?? '', bytes);
    const again = await all(packages.newestFirst(cellOf('IPE_09')));
    expect(again.map(({ stored }) => stored.uri)).toEqual([oldest?.stored.uri]);
    expect(unusable).toEqual([expect.stringMatching(/expected SHA-256 .* as recorded/)]);

    const foreign = cellOf('IPE_07');
    const packageName = 'IPE_07_ALL_2025-09_20261122T041840Z_61c34a' as PackageName;
    const path = join(root, 'copy.zip');
    copyFileSync(oldest?.stored.uri ?? '', path);
    await store.put({ path, zipDigest: sha256(readFileSync(path)) }, { ...foreign, packageName });
    const empty = join(await tempFolder(), 'empty');
    writeFileSync(empty, '');
    const other = 'IPE_07_ALL_2025-09_20261122T041841Z_61c34b' as PackageName;
    await store.put({ path: empty, zipDigest: sha256('') }, { ...foreign, packageName: other });
    expect(await all(packages.newestFirst(foreign))).toEqual([]);
    expect(unusable).toHaveLength(3);
  });

  it('are none where the store has no such cell', async () => {
    const { packages, root } = await aStore();
    mkdirSync(join(root, 'evidence', 'C-PG-1', 'CR_04'), { recursive: true });
    expect(await all(packages.newestFirst(cellOf('CR_04')))).toEqual([]);
  });
});
