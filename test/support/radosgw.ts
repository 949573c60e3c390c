import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { z } from 'zod';

const run = promisify(execFile);

/** Debian's S3 server, a real one, of its own for one test file. */
export interface RadosGateway {
  readonly endpoint: string;
  /** The only one in which it makes buckets. */
  readonly region: string;
  readonly key: { readonly accessKeyId: string; readonly secretAccessKey: string };
  /** From the first program started until it answered. */
  readonly startedInMs: number;
  close(): Promise<void>;
}

const PROGRAMS = ['ceph-mon', 'ceph-osd', 'radosgw', 'ceph', 'monmaptool', 'radosgw-admin'];

/** Why the suites cannot run on radosgw here; null when they can and are asked to. */
export function radosGatewaySkip(): string | null {
  if (process.env['RUN_RGW'] !== '1') return 'RUN_RGW=1 is not set';
  const folders = (process.env['PATH'] ?? '').split(delimiter);
  const missing = PROGRAMS.filter(
    (name) => !folders.some((folder) => existsSync(join(folder, name))),
  );
  return missing.length === 0 ? null : `not installed: ${missing.join(', ')}`;
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  if (address === null || typeof address === 'string') throw new Error('no free port was given');
  return address.port;
}

function configuration(
  folder: string,
  fsid: string,
  monPorts: readonly [number, number],
  port: number,
): string {
  const [v2, v1] = monPorts;
  return `[global]
fsid = ${fsid}
run dir = ${folder}
admin socket = ${folder}/$name.asok
log file = ${folder}/$name.log
mon host = [v2:127.0.0.1:${v2},v1:127.0.0.1:${v1}]
public addr = 127.0.0.1
cluster addr = 127.0.0.1
auth cluster required = none
auth service required = none
auth client required = none
ms mon client mode = crc secure
osd pool default size = 1
osd pool default min size = 1
osd pool default pg num = 8
osd pool default pgp num = 8
osd pool default pg autoscale mode = off
osd crush chooseleaf type = 0
mon allow pool size one = true
mon allow pool delete = true
mon max pg per osd = 1000
mon data avail warn = 1
mon data avail crit = 0
[mon.a]
mon data = ${folder}/mon
[osd.0]
osd data = ${folder}/osd
osd objectstore = memstore
memstore device bytes = 4294967296
[client.admin]
keyring = ${folder}/keyring
rgw frontends = beast endpoint=127.0.0.1:${port}
rgw s3 auth use sts = true
rgw sts key = stand-in-sts-key
rgw data = ${folder}/rgw
rgw enable usage log = false
rgw enable ops log = false
`;
}

/** Runs until it is told to stop; its last words are in the folder's log. */
function daemon(program: string, args: readonly string[]): ChildProcess {
  return spawn(program, args, { stdio: 'ignore' });
}

async function stop(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = new Promise((resolve) => child.once('exit', resolve));
  child.kill('SIGTERM');
  const inTime = await Promise.race([gone.then(() => true), sleep(5_000).then(() => false)]);
  if (!inTime) {
    child.kill('SIGKILL');
    await gone;
  }
}

async function answers(endpoint: string): Promise<boolean> {
  try {
    const response = await fetch(endpoint, { signal: AbortSignal.timeout(2_000) });
    return (await response.text()).startsWith('<?xml');
  } catch {
    return false;
  }
}

async function waitFor(endpoint: string, child: ChildProcess, log: string): Promise<void> {
  const deadline = Date.now() + 120_000;
  while (!(await answers(endpoint))) {
    if (child.exitCode !== null || Date.now() > deadline) {
      const text = await readFile(log, 'utf8').catch(() => '');
      throw new Error(`radosgw does not answer on ${endpoint}: ${text.slice(-2_000)}`);
    }
    await sleep(200);
  }
}

const USER = z.object({
  keys: z.array(z.object({ access_key: z.string(), secret_key: z.string() })).min(1),
});

/** One monitor, one store in memory, one gateway, all in a folder of the system's temp folder. */
export async function startRadosGateway(): Promise<RadosGateway> {
  const started = Date.now();
  const folder = await mkdtemp(join(tmpdir(), 'radosgw-'));
  const children: ChildProcess[] = [];
  const close = async (): Promise<void> => {
    for (const child of children.reverse()) await stop(child);
    await rm(folder, { recursive: true, force: true });
  };
  try {
    const fsid = randomUUID();
    const [v2, v1, port] = [await freePort(), await freePort(), await freePort()];
    const conf = join(folder, 'ceph.conf');
    await writeFile(conf, configuration(folder, fsid, [v2, v1], port));
    await writeFile(join(folder, 'keyring'), '');
    for (const name of ['mon', 'osd', 'rgw']) await mkdir(join(folder, name));
    const map = join(folder, 'monmap');
    const address = `[v2:127.0.0.1:${v2},v1:127.0.0.1:${v1}]`;
    await run('monmaptool', ['--create', '--fsid', fsid, '--addv', 'a', address, map]);
    await run('ceph-mon', ['-c', conf, '--mkfs', '-i', 'a', '--monmap', map]);
    children.push(daemon('ceph-mon', ['-c', conf, '-f', '-i', 'a']));
    const osd = randomUUID();
    await run('ceph', ['-c', conf, '--connect-timeout', '60', 'osd', 'new', osd]);
    await run('ceph-osd', ['-c', conf, '-i', '0', '--mkfs', '--osd-uuid', osd]);
    children.push(daemon('ceph-osd', ['-c', conf, '-f', '-i', '0']));
    const gateway = daemon('radosgw', ['-c', conf, '-f', '-n', 'client.admin']);
    children.push(gateway);
    const endpoint = `http://127.0.0.1:${port}`;
    await waitFor(endpoint, gateway, join(folder, 'client.admin.log'));
    const { stdout } = await run('radosgw-admin', [
      ...['-c', conf, '-n', 'client.admin', 'user', 'create', '--uid', 'tester'],
      ...['--display-name', 'tester', '--caps', 'oidc-provider=*;roles=*'],
    ]);
    const [key] = USER.parse(JSON.parse(stdout.slice(stdout.indexOf('{')))).keys;
    if (key === undefined) throw new Error('radosgw-admin gave the user no key');
    return {
      endpoint,
      region: 'us-east-1',
      key: { accessKeyId: key.access_key, secretAccessKey: key.secret_key },
      startedInMs: Date.now() - started,
      close,
    };
  } catch (error) {
    await close();
    throw error;
  }
}
