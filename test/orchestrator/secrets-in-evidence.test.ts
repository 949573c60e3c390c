import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { hostContext } from '../../src/app/host-context.ts';
import { localOperator } from '../../src/app/operator.ts';
import { readBack } from '../../src/app/read-back.ts';
import { startRedaction } from '../../src/credentials/redaction.ts';
import { fileSystemStore } from '../../src/evidence/store/file-system/file-system-store.ts';
import { systemClock } from '../../src/kernel/clock.ts';
import { parseRunId } from '../../src/kernel/ids.ts';
import { executeItem } from '../../src/orchestrator/execute-item.ts';
import type { RunPorts } from '../../src/orchestrator/run-ports.ts';
import { RunnerError } from '../../src/runners/runner.ts';
import { readZip } from '../evidence/seal/read-zip.ts';
import { aPlan } from '../report/a-record.ts';
import { tempFolder } from '../support/temp-folder.ts';

const PASSWORD = 'Kq7-"+<Kq7>';

/** A run whose source throws what it is given, with the password registered as if it had been read. */
async function runThatMeets(thrown: unknown, change: Partial<RunPorts> = {}) {
  const folder = await tempFolder();
  const redaction = startRedaction();
  redaction.register(PASSWORD);
  const events: unknown[] = [];
  const ports: RunPorts = {
    clock: systemClock,
    nonce: () => '0'.repeat(32),
    openRunner: () => Promise.reject(thrown),
    attachments: async () => [],
    previousPackage: async () => null,
    sourceMark: async () => null,
    attempts: 1,
    redact: redaction.redact,
    store: fileSystemStore(join(folder, 'evidence'), systemClock),
    readBack,
    workFolder: join(folder, 'work'),
    memoryLimit: '512MB',
    threads: 1,
    host: hostContext('Savanna', localOperator()),
    source: () => ({ dataKind: 'source', environment: 'test', system: 'NAV', database: 'NAV_DW' }),
    ...change,
  };
  const result = await executeItem({
    plan: aPlan('IPE_07'),
    runId: parseRunId('00000000-0000-4000-8000-000000000000'),
    ports,
    onEvent: (event) => events.push(event),
    signal: new AbortController().signal,
  });
  return { result, events };
}

describe('a secret that an error brings along', () => {
  const message = `login with ${PASSWORD} as mssql://u:${encodeURIComponent(PASSWORD)}@db failed`;

  it.each([
    ['of the source', new RunnerError('AUTH_FAILED', message, { advice: `change ${PASSWORD}` })],
    ['of a library', new Error(message, { cause: new Error(PASSWORD) })],
    ['that is no error', message],
  ])('%s stands in no member of the package, no event and no result', async (_what, thrown) => {
    const { result, events } = await runThatMeets(thrown);
    expect(result.outcome).toBe('not_completed');
    expect(result.failure?.message).toBe('login with [secret] as mssql://u:[secret]@db failed');
    expect(JSON.stringify(result.failure)).not.toContain('Kq7');
    expect(JSON.stringify(events)).not.toContain('Kq7');
    const path = result.sealed?.stored.uri ?? '';
    expect(readFileSync(path).includes('Kq7')).toBe(false);
    const members = await readZip(path);
    const log = members
      .find(({ name }) => name.endsWith('/data/execution.log'))
      ?.content.toString();
    expect(log).toContain('login with [secret]');
    for (const { name, content } of members) expect(content.includes('Kq7'), name).toBe(false);
  });

  it('and stands where nobody looked for it leaves nothing sealed', async () => {
    const { result, events } = await runThatMeets(new Error('x'), {
      source: () => ({
        dataKind: 'source',
        environment: 'test',
        system: `NAV ${PASSWORD}`,
        database: 'NAV_DW',
      }),
    });
    expect(result).toMatchObject({
      sealed: null,
      failure: { code: 'SECRET_IN_PACKAGE', advice: expect.stringContaining('Change that secret') },
    });
    expect(JSON.stringify([events, result.failure])).not.toContain('Kq7');
  });
});
