import { truncateSync, writeFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { LandedControl } from '../../src/extraction/land-control.ts';
import { systemClock } from '../../src/kernel/clock.ts';
import { sha256 } from '../../src/kernel/digest.ts';
import { startExecutionLog } from '../../src/orchestrator/execution-log.ts';
import { packedRows } from '../../src/orchestrator/packed-rows.ts';
import type { Finding } from '../../src/validation/finding.ts';

const MIB = 1024 * 1024;
let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'packed-rows-'));
});

afterAll(async () => {
  await rm(folder, { recursive: true });
});

/** A file that begins with a header and has the size, without the bytes on disk. */
function file(name: string, bytes: number): string {
  const path = join(folder, name);
  writeFileSync(path, 'value\n');
  truncateSync(path, bytes);
  return path;
}

function control(name: string, bytes: number): LandedControl {
  return {
    name,
    relation: `control_${name}`,
    columns: [],
    rows: 7,
    csvPath: file(`control_${name}.csv`, bytes),
    bytes,
    sha256: sha256(name),
  };
}

function breach(id: string, bytes: number): Finding {
  return {
    check: { id, kind: 'unique_key', attribute: 'F-4', title: 'No two rows have the same key' },
    statements: [],
    durationMs: 1,
    recomputable: false,
    status: 'FAIL',
    measured: { expected: '0', actual: '1', difference: '1' },
    offending: { columns: [], rows: [], total: 1, csvPath: file(`exceptions_${id}.csv`, bytes) },
  };
}

async function pack(findings: readonly Finding[], controls: readonly LandedControl[]) {
  const events: { readonly name: string; readonly fields: object }[] = [];
  const log = startExecutionLog(systemClock, ({ name, fields }) => events.push({ name, fields }));
  const packed = await packedRows(findings, controls, log);
  return {
    exceptions: [...packed.exceptions.keys()],
    controls: [...packed.controls.keys()],
    events,
  };
}

describe('rows beside the extract', () => {
  it('go into the package, those that break a check and those of control queries', async () => {
    const packed = await pack([breach('unique_key', 20)], [control('completeness', 30)]);
    expect(packed).toEqual({
      exceptions: ['unique_key'],
      controls: ['completeness'],
      events: [],
    });
  });

  it('stay out when a file is too large for a reader, and the log says so with the digest', async () => {
    const packed = await pack(
      [breach('not_null_id', 49 * MIB)],
      [control('values', 49 * MIB), control('completeness', 30)],
    );
    expect(packed).toEqual({
      exceptions: [],
      controls: ['completeness'],
      events: [
        { name: 'exceptions.not_packed', fields: { check: 'not_null_id', bytes: 49 * MIB } },
        {
          name: 'control.not_packed',
          fields: { query: 'values', rows: 7, bytes: 49 * MIB, sha256: sha256('values') },
        },
      ],
    });
  });

  it('stay out, the largest first, when together they are too large for the memory', async () => {
    const packed = await pack(
      [breach('domain', 31 * MIB)],
      [control('values', 40 * MIB), control('witnesses', 30 * MIB), control('exclusions', 1)],
    );
    expect(packed.exceptions).toEqual(['domain']);
    expect(packed.controls).toEqual(['witnesses', 'exclusions']);
    expect(packed.events.map(({ name }) => name)).toEqual(['control.not_packed']);
  });
});
