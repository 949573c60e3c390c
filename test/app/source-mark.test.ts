import { mkdirSync, renameSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { sourceMark } from '../../src/app/source-mark.ts';
import { tempFolder } from '../support/temp-folder.ts';

describe('the mark of a source', () => {
  async function aSource() {
    const folder = await tempFolder();
    const file = join(folder, 'bob.duckdb');
    const tables = join(folder, 'nav');
    mkdirSync(tables);
    writeFileSync(file, 'books');
    writeFileSync(join(tables, 'Customers.csv'), 'No_\n1\n');
    const connections = {
      kind: 'configured',
      sources: new Map([
        ['bob', { kind: 'duckdb', file }],
        ['nav_dw', { kind: 'files', folder: tables }],
      ] as const),
    } as const;
    return { file, tables, mark: (...names: string[]) => sourceMark(connections, names) };
  }

  it('is the same as long as nobody writes to its files, and another one afterwards', async () => {
    const { file, tables, mark } = await aSource();
    const before = await mark('bob', 'nav_dw');
    expect(before).toMatch(/^[0-9a-f]{64}$/);
    expect(await mark('bob', 'nav_dw')).toBe(before);
    const [bob, nav] = [await mark('bob'), await mark('nav_dw')];
    utimesSync(file, new Date(0), new Date(0));
    expect(await mark('bob')).not.toBe(bob);
    expect(await mark('nav_dw')).toBe(nav);
    renameSync(join(tables, 'Customers.csv'), join(tables, 'dbo.Customers.csv'));
    expect(await mark('nav_dw')).not.toBe(nav);
    writeFileSync(join(tables, 'notes.txt'), 'no table');
    const again = await mark('nav_dw');
    writeFileSync(join(tables, 'notes.txt'), 'still no table');
    expect(await mark('nav_dw')).toBe(again);
  });

  it('follows what was committed and not yet written into the database file itself', async () => {
    const { file, mark } = await aSource();
    const clean = await mark('bob');
    writeFileSync(`${file}.wal`, 'one change');
    const changed = await mark('bob');
    expect(changed).not.toBe(clean);
    writeFileSync(`${file}.wal`, 'one change, and another');
    expect(await mark('bob')).not.toBe(changed);
  });

  it('is none for a source that cannot be looked at or is not configured', async () => {
    const { file, mark } = await aSource();
    renameSync(file, `${file}.gone`);
    expect(await mark('bob')).toBeNull();
    expect(await mark('fin_rec')).toBeNull();
    expect(await mark('nav_dw', 'bob')).toBeNull();
  });

  it('follows what is written for a source that is no system', async () => {
    const connections = { kind: 'configured', sources: new Map() } as const;
    const mark = (digest: string) =>
      sourceMark(connections, ['jdash'], async () => ({ jdash: [digest] }));
    expect(await mark('a')).toMatch(/^[0-9a-f]{64}$/);
    expect(await mark('a')).toBe(await mark('a'));
    expect(await mark('a')).not.toBe(await mark('b'));
    const failing = async () => {
      throw new Error('not as it was received');
    };
    expect(await sourceMark(connections, ['jdash'], failing)).toBeNull();
  });

  it('is what they were made from for demo books, wherever they stand', async () => {
    const marks = [];
    for (const stamp of ['{"seed":1}', '{"seed":1}', '{"seed":2}']) {
      const folder = await tempFolder();
      writeFileSync(join(folder, 'books.json'), stamp);
      marks.push(await sourceMark({ kind: 'demo', books: { folder } as never }, ['bob']));
    }
    expect(marks[0]).toMatch(/^[0-9a-f]{64}$/);
    expect(marks[1]).toBe(marks[0]);
    expect(marks[2]).not.toBe(marks[0]);
  });
});
