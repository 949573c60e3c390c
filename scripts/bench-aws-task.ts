import { randomBytes } from 'node:crypto';
import { createWriteStream, mkdtempSync, rmSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { GetObjectCommand, S3Client } from '@aws-sdk/client-s3';
import type { PackageName } from '../src/evidence/manifest/package-name.ts';
import { s3Store } from '../src/evidence/store/s3/s3-store.ts';
import { systemClock } from '../src/kernel/clock.ts';
import { digestFile } from '../src/kernel/digest.ts';
import { parseControlId, parseEntityCode, parseItemId } from '../src/kernel/ids.ts';
import { parsePeriod } from '../src/kernel/period.ts';
import { AthenaClients } from '../src/runners/athena/athena-clients.ts';
import { DEFAULT_TIMING } from '../src/runners/athena/athena-options.ts';
import { requireResultForm } from '../src/runners/athena/delivered-text.ts';
import { fetchObject, requireChecksums } from '../src/runners/athena/result-object.ts';
import { SpoolFile } from '../src/runners/athena/spool-file.ts';
import { startQueryDeadline } from '../src/runners/query-deadline.ts';
import { startChecksum } from '../test/support/aws/checksums.ts';
import { clientSettings, REGION } from '../test/support/aws/clients.ts';
import { ACCOUNT, STANDARD_KEY, startAwsStandIn } from '../test/support/aws/start-aws-stand-in.ts';

/**
 * One measured piece of work with S3, or the stand-in that answers it.
 * usage: bench-aws-task serve <bytes> <checksum: crc64nvme, crc32, none> | deliver|bare|bare-unchecked <endpoint>
 *        | upload <endpoint> <bytes> <threshold>
 */
const [task = '', given = '', more = '', threshold = ''] = process.argv.slice(2);

const RESULTS = 'athena-results';
const EVIDENCE = 'evidence';
const KEY = 'reports/result.csv';
const NEVER = new AbortController().signal;

/** A file as Athena writes one, twenty columns, every line alike. @returns its checksum */
async function writeResult(path: string, bytes: number, algorithm: string): Promise<string | null> {
  const line = `${Array.from({ length: 20 }, (_, n) => `"value ${n}, of a column"`).join(',')}\n`;
  const block = Buffer.from(line.repeat(2000));
  const names = Buffer.from(`${NAMES.map((name) => `"${name}"`).join(',')}\n`);
  const checksum =
    algorithm === 'crc32' || algorithm === 'crc64nvme' ? startChecksum(algorithm) : null;
  const file = await open(path, 'wx');
  for (let written = 0; written < bytes; ) {
    const chunk = written === 0 ? names : block;
    await file.writeFile(chunk);
    checksum?.update(chunk);
    written += chunk.length;
  }
  await file.close();
  return checksum?.digest().toString('base64') ?? null;
}

const NAMES = Array.from({ length: 20 }, (_, n) => `column_${n}`);

async function serve(bytes: number, algorithm: string): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'soxauto-bench-aws-'));
  const standIn = await startAwsStandIn({ buckets: [RESULTS] });
  standIn.s3.createBucket(EVIDENCE, { lock: true });
  if (bytes > 0) {
    const file = join(folder, 'result.csv');
    const checksum = await writeResult(file, bytes, algorithm);
    // as large results are: written in parts
    await standIn.s3.put(RESULTS, KEY, { file }, { etag: `"${'0'.repeat(32)}-16"` });
    const set = {
      'x-amz-checksum-crc64nvme': null,
      ...(checksum === null ? {} : { [`x-amz-checksum-${algorithm}`]: checksum }),
    };
    standIn.faults.add({ do: 'answer-headers', of: 's3.GetObject', set });
  }
  rmSync(folder, { recursive: true, force: true });
  console.log(standIn.endpoint);
  process.stdin.resume().on('end', () => void standIn.close().then(() => process.exit(0)));
}

/** The runner: hashed, held against the checksums of S3, its form looked at. */
async function deliver(path: string): Promise<number> {
  const access = { region: REGION, credentials: async () => STANDARD_KEY };
  const aws = new AthenaClients(access, DEFAULT_TIMING);
  const hide = (text: string) => text;
  const tools = { aws, timing: DEFAULT_TIMING, random: Math.random, hide };
  const place = {
    location: `s3://${RESULTS}/${KEY}`,
    expectedBucketOwner: ACCOUNT,
    submittedAt: new Date(0),
    completedAt: new Date(),
  };
  const deadline = startQueryDeadline(NEVER, DEFAULT_TIMING.totalMs);
  const spool = await SpoolFile.create(path);
  const object = await fetchObject('the result', place, spool, tools, deadline);
  const { bytes, sha256 } = await spool.finish();
  requireChecksums('the result', sha256, object);
  await requireResultForm('the result', path, NAMES);
  deadline.end();
  aws.close();
  return bytes;
}

/** The SDK alone, as it comes or told to check nothing. */
async function bare(path: string, checked: boolean): Promise<number> {
  const client = new S3Client({
    ...clientSettings({ endpoint: given, key: STANDARD_KEY }),
    ...(checked ? {} : { responseChecksumValidation: 'WHEN_REQUIRED' }),
  });
  const { Body } = await client.send(new GetObjectCommand({ Bucket: RESULTS, Key: KEY }));
  const file = createWriteStream(path);
  // in Node the body is a readable stream
  await pipeline(Body as Readable, file);
  client.destroy();
  return file.bytesWritten;
}

/** A package of so many bytes through the store, above or below its threshold. */
async function prepareUpload(path: string): Promise<() => Promise<number>> {
  const file = await open(path, 'wx');
  await file.truncate(Number(more));
  await file.write(randomBytes(1024), 0, 1024, 0);
  await file.close();
  const { sha256: zipDigest } = await digestFile(path);
  const store = s3Store({
    bucket: EVIDENCE,
    prefix: 'evidence',
    region: REGION,
    credentials: async () => STANDARD_KEY,
    expectedOwner: ACCOUNT,
    kmsKey: null,
    retention: { mode: 'COMPLIANCE', days: 2557 },
    legalHold: false,
    multipartThreshold: Number(threshold),
    clock: systemClock,
  });
  const suffix = randomBytes(3).toString('hex');
  const location = {
    control: parseControlId('C-PG-1'),
    item: parseItemId('IPE_07'),
    entity: parseEntityCode('NG'),
    cutoff: parsePeriod('2025-09').cutoff,
    packageName: `IPE_07_NG_2025-09_20250930T143522Z_${suffix}` as PackageName,
  };
  return async () => (await store.put({ path, zipDigest }, location)).bytes;
}

async function prepared(path: string): Promise<() => Promise<number>> {
  if (task === 'upload') return await prepareUpload(path);
  if (task === 'deliver') return () => deliver(path);
  return () => bare(path, task === 'bare');
}

if (task === 'serve') {
  await serve(Number(given), more);
} else {
  process.env['AWS_ENDPOINT_URL'] = given;
  const folder = mkdtempSync(join(tmpdir(), 'soxauto-bench-aws-'));
  try {
    const work = await prepared(join(folder, 'result.csv'));
    const before = process.cpuUsage();
    const began = performance.now();
    const bytes = await work();
    const milliseconds = Math.round(performance.now() - began);
    const { user, system } = process.cpuUsage(before);
    const produced = { bytes, cpuMs: Math.round((user + system) / 1000) };
    const peak_kib = process.resourceUsage().maxRSS;
    console.log(JSON.stringify({ milliseconds, peak_kib, produced: JSON.stringify(produced) }));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
