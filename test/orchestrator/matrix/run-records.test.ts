import { chmodSync, writeFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { fileSystemStore } from '../../../src/evidence/store/file-system/file-system-store.ts';
import { systemClock } from '../../../src/kernel/clock.ts';
import type { CellResult } from '../../../src/orchestrator/matrix/cell.ts';
import { secondsText, storedRecords } from '../../../src/orchestrator/matrix/run-records.ts';
import { aLocation, aSealedFile } from '../../contract/evidence-store.ts';
import { tempFolder } from '../../support/temp-folder.ts';

describe('what a run says of the packages in the store', () => {
  it('is read from their bytes: one that is gone has no digest, one that was changed another', async () => {
    const store = fileSystemStore(await tempFolder(), systemClock);
    const [good, changed, gone] = ['aaaaaa', 'bbbbbb', 'cccccc'].map((suffix) => aLocation(suffix));
    if (good === undefined || changed === undefined || gone === undefined) throw new Error('three');
    const sealed = await aSealedFile();
    const first = await store.put(sealed, good);
    const second = await store.put(await aSealedFile('other bytes'), changed);
    chmodSync(second.uri, 0o644);
    writeFileSync(second.uri, 'changed later');
    // only the place of what was stored is looked at
    const results = [good, changed, gone].map(
      (location) => ({ kind: 'already_sealed', sealed: { stored: { location } } }) as CellResult,
    );
    const notPerformed = { kind: 'not_performed' } as CellResult;
    const { rows } = await storedRecords([...results, notPerformed], store);
    expect(rows.map((row) => row[2])).toEqual([good, changed, gone].map((l) => l.packageName));
    expect(rows[0]?.[3]).toBe(first.zipDigest);
    expect(rows[1]?.[3]).toMatch(/^[0-9a-f]{64}$/);
    expect(rows[1]?.[3]).not.toBe(second.zipDigest);
    expect(rows[2]?.[3]).toBeNull();
  });
});

describe('seconds', () => {
  it('have one digit after the point and are never below zero', () => {
    expect([0, 49, 50, 1_000, 61_240, -5].map(secondsText)).toEqual([
      '0.0',
      '0.0',
      '0.1',
      '1.0',
      '61.2',
      '0.0',
    ]);
  });
});
