import { chmodSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { sources } from '../../catalog/index.ts';
import { parseInstant } from '../../src/kernel/clock.ts';
import { formatDecimal, parseDecimal } from '../../src/kernel/decimal.ts';
import { parseEntityCode, parseItemId } from '../../src/kernel/ids.ts';
import { readCustody, writeCustody } from '../../src/received/custody.ts';
import { newestReceived, type ReceivedFile, takeIn } from '../../src/received/inbox.ts';
import { writeReceivedTables } from '../../src/received/received-tables.ts';
import { tempFolder } from '../support/temp-folder.ts';

const item = parseItemId('JDASH');
const entity = parseEntityCode('NG');
const cell = { item, entity, period: '2025-09' };

function stated(minute: number) {
  return {
    ...cell,
    channel: 'e-mail',
    sender: 'Operations analyst',
    receivedAt: parseInstant('2025-10-01T08:00:00.000Z'),
    takenInAt: parseInstant(`2025-10-01T09:0${minute}:00.000Z`),
    takenInBy: 'svc-ipe',
    declaredRows: 2,
    declaredTotal: { column: 'Amount Used', amount: formatDecimal(parseDecimal('3.50')) },
  };
}

/** A file taken in for Nigeria with this content. */
async function received(content: string | Uint8Array, minute = 0, inbox?: string) {
  const folder = await tempFolder();
  const file = join(folder, 'Jdash export.csv');
  writeFileSync(file, content);
  const place = inbox ?? join(folder, 'inbox');
  return { inbox: place, file: await takeIn(place, file, stated(minute)) };
}

describe('P-1 a received file', () => {
  it('is kept byte for byte with how it came, whatever its bytes are', async () => {
    const bytes = Uint8Array.from([0xff, 0x00, 0x0d, 0x0a, 0xef, 0xbb, 0xbf]);
    const { inbox, file } = await received(bytes);
    expect(new Uint8Array(readFileSync(file.path))).toEqual(bytes);
    expect(await newestReceived(inbox, cell)).toEqual(file);
    expect(file.custody).toMatchObject({
      fileName: 'Jdash export.csv',
      bytes: 7,
      sender: 'Operations analyst',
    });
    expect(readCustody(writeCustody(file.custody), 'here')).toEqual(file.custody);
  });

  it('never replaces an earlier one; the newest counts', async () => {
    const { inbox, file: first } = await received('a\n1\n');
    const { file: second } = await received('a\n2\n', 1, inbox);
    expect(readFileSync(first.path, 'utf8')).toBe('a\n1\n');
    expect((await newestReceived(inbox, cell))?.custody.sha256).toBe(second.custody.sha256);
    expect(readdirSync(join(inbox, 'JDASH', 'NG', '2025-09'))).toHaveLength(2);
  });

  it('is not there for another period or entity', async () => {
    const { inbox } = await received('a\n1\n');
    expect(await newestReceived(inbox, { ...cell, period: '2025-08' })).toBeNull();
    expect(await newestReceived(inbox, { ...cell, entity: parseEntityCode('KE') })).toBeNull();
  });

  it('is refused when it is not as it was received', async () => {
    const { inbox, file } = await received('a\n1\n');
    chmodSync(file.path, 0o644);
    writeFileSync(file.path, 'a\n2\n');
    await expect(newestReceived(inbox, cell)).rejects.toThrow(/is not as it was received/);
  });

  it('is refused when its custody record is for another cell, malformed or missing', async () => {
    const { inbox, file } = await received('a\n1\n');
    const custody = join(dirname(file.path), 'custody.json');
    chmodSync(custody, 0o644);
    writeFileSync(custody, writeCustody({ ...file.custody, period: '2025-08' }));
    await expect(newestReceived(inbox, cell)).rejects.toThrow(/is declared for JDASH NG 2025-08/);
    writeFileSync(custody, '{"item": "no item"}');
    await expect(newestReceived(inbox, cell)).rejects.toThrow(/item: an item id must look like/);
    writeFileSync(custody, 'x');
    await expect(newestReceived(inbox, cell)).rejects.toThrow(/is no JSON/);
    await mkdir(join(inbox, 'JDASH', 'NG', '2025-09', '29991231T000000000Z_000000000000'));
    await expect(newestReceived(inbox, cell)).rejects.toThrow(/no readable custody.json/);
  });

  it('must be a file of at most 64 MiB', async () => {
    const folder = await tempFolder();
    await expect(takeIn(folder, folder, stated(0))).rejects.toThrow(/is no file/);
    await expect(takeIn(folder, join(folder, 'none'), stated(0))).rejects.toThrow(/cannot be read/);
    const large = join(folder, 'large');
    writeFileSync(large, Buffer.alloc(64 * 1024 * 1024 + 1));
    await expect(takeIn(folder, large, stated(0))).rejects.toThrow(/67108865 bytes/);
  });
});

/** The tables made of files of Nigeria and Kenya. */
async function tablesOf(...files: readonly { readonly file: ReceivedFile }[]) {
  const folder = await tempFolder();
  const [source] = sources.filter(({ name }) => name === 'jdash');
  if (source === undefined) throw new Error('the catalog has no source jdash');
  await writeReceivedTables({
    source,
    folder,
    files: files.map(({ file }, index) => ({ ...file, company: ['EC_NG', 'EC_KE'][index] ?? '' })),
  });
  const read = (name: string) => readFileSync(join(folder, `${name}.csv`), 'utf8');
  expect(readdirSync(folder).toSorted()).toEqual(['declaration.csv', 'export.csv']);
  return { exported: read('export'), declared: read('declaration') };
}

const HEADER = 'ID_Company,Row No,Voucher Id,Amount Used,Usage Date,Order Id,Customer Id,Status';

describe('the table of received files', () => {
  it('numbers the records of each file and adds its company', async () => {
    const { exported, declared } = await tablesOf(
      await received('Voucher Id,Amount Used,Status\n007,1.50,open\n007,2.00,\n'),
      await received('voucher_id,Ordered Amount\n8,"3.25"\n'),
    );
    expect(exported).toBe(
      `${HEADER}\nEC_NG,1,007,1.50,,,,open\nEC_NG,2,007,2.00,,,,\nEC_KE,1,8,3.25,,,,\n`,
    );
    expect(declared).toMatch(
      /^ID_Company,declared_rows,declared_total,file_name,sha256,received_at\nEC_NG,2,3.50,Jdash export.csv,[0-9a-f]{64},2025-10-01T08:00:00.000\nEC_KE,2,/,
    );
  });

  it('takes columns in any order, leaves out unknown ones, and keeps hostile text as it is', async () => {
    const { exported } = await tablesOf(
      await received('Extra,amount,id\n"x,""y""","1.00","=1+1 #"\n,2.00,""\n'),
    );
    expect(exported).toBe(`${HEADER}\nEC_NG,1,"=1+1 #",1.00,,,,\nEC_NG,2,"",2.00,,,,\n`);
  });

  it.each([
    ['a needed column is missing', 'Voucher Id\n1\n', /expected one column "Amount Used"/],
    ['a column has two names', 'id,voucher,amount\n1,1,2\n', /has it more than once: id, voucher/],
    ['a header stands twice', 'id,amount,amount\n1,2,3\n', /no header|more than once|no CSV/],
    ['a record is short', 'id,amount\n1,2\n3\n', /is no CSV file we accept/],
    ['a record is long', 'id,amount\n1,2,3\n', /is no CSV file we accept/],
    ['a quote stays open', 'id,amount\n"1,2\n', /is no CSV file we accept/],
    ['it is empty', '', /Jdash export.csv/],
    ['it is binary', Uint8Array.from([0xff, 0xfe, 0x00, 0x01]), /Jdash export.csv/],
  ])('is refused where %s', async (_what, content, sentence) => {
    await expect(tablesOf(await received(content))).rejects.toThrow(sentence);
  });
});
