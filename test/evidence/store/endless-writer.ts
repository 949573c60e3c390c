// Stores one package after the other until it is killed: node --import tsx endless-writer.ts <store> <work folder>
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { PackageName } from '../../../src/evidence/manifest/package-name.ts';
import { fileSystemStore } from '../../../src/evidence/store/file-system/file-system-store.ts';
import type { PackageLocation } from '../../../src/evidence/store/store.ts';
import { systemClock } from '../../../src/kernel/clock.ts';
import { sha256 } from '../../../src/kernel/digest.ts';

const [root = '', work = ''] = process.argv.slice(2);
const store = fileSystemStore(root, systemClock);
const cell = { control: 'C-PG-1', item: 'IPE_07', entity: 'NG', cutoff: '2025-09-30' };

async function storeOne(): Promise<void> {
  const suffix = sha256(`${process.pid}:${process.hrtime.bigint()}`).slice(0, 6);
  const packageName = `IPE_07_NG_2025-09_20250930T143522Z_${suffix}` as PackageName;
  const content = `${packageName}\n`.repeat(20_000);
  const path = join(work, `${packageName}.zip`);
  await writeFile(path, content);
  await store.put({ path, zipDigest: sha256(content) }, {
    ...cell,
    packageName,
  } as PackageLocation);
}

await storeOne();
process.stdout.write('ready\n');
for (;;) await storeOne();
