import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { parseInstant, systemClock } from '../../../src/kernel/clock.ts';
import { openAthenaRunner } from '../../../src/runners/athena/open-athena-runner.ts';
import { clientEnvironment, REGION } from '../../support/aws/clients.ts';
import { ACCOUNT, STANDARD_KEY } from '../../support/aws/start-aws-stand-in.ts';
import { tempFolder } from '../../support/temp-folder.ts';
import { anAthenaQuery } from './a-query.ts';
import { type AthenaOnStandIn, DATABASE, FAST, NEVER, startAthena } from './on-aws-stand-in.ts';

const started: AthenaOnStandIn[] = [];
afterEach(async () => {
  for (const each of started.splice(0)) await each.stop();
});

async function start(settings: Parameters<typeof startAthena>[0] = {}): Promise<AthenaOnStandIn> {
  const lake = await startAthena(settings);
  started.push(lake);
  return lake;
}

const ROLE = {
  accessKeyId: 'role-key',
  secretAccessKey: 'role-secret',
  account: ACCOUNT,
  arn: `arn:aws:sts::${ACCOUNT}:assumed-role/ipe-extractor/someone`,
};
const credentials = async () => ROLE;

function rolesOf(...roles: readonly string[]) {
  return roles.map((role) => ({ account: ACCOUNT, role }));
}

describe('who calls is known before anything is asked', () => {
  it.each([
    ['another account', [{ account: '999999999999' }], 'none of 999999999999'],
    ['another role', rolesOf('ipe-auditor', 'ipe-*-writer'), 'ipe-extractor is none of'],
    ['a role whose name only begins alike', rolesOf('ipe-extract'), 'none of ipe-extract'],
    [
      'the role of another account',
      [
        { account: ACCOUNT, role: 'ipe-auditor' },
        { account: '999999999999', role: '*' },
      ],
      'ipe-extractor is none of ipe-auditor',
    ],
    ['a pattern read as text', rolesOf('ipe.extractor'), 'none of ipe.extractor'],
  ])('P28 %s stops before the first query', async (_, allowed, named) => {
    const lake = await start({ aws: { keys: [ROLE] } });
    const runner = lake.runner({ credentials, allowed });
    for (const asking of [runner.open(NEVER), runner.identify(NEVER)]) {
      await expect(asking).rejects.toMatchObject({
        code: 'AUTH_FAILED',
        message: expect.stringContaining(named),
      });
    }
    const asked = lake.standIn.requests.entries.map(({ service }) => service);
    expect(new Set(asked)).toEqual(new Set(['sts']));
  });

  it('P28 somebody without a role is none of the allowed ones', async () => {
    const lake = await start();
    await expect(lake.runner({ allowed: rolesOf('*') }).open(NEVER)).rejects.toMatchObject({
      code: 'AUTH_FAILED',
      message: expect.stringContaining(STANDARD_KEY.arn),
    });
  });

  it.each([['ipe-extractor'], ['ipe-*'], ['*']])(
    'P28 the role is let in by %s',
    async (pattern) => {
      const lake = await start({ aws: { keys: [ROLE] } });
      const runner = lake.runner({ credentials, allowed: rolesOf('ipe-auditor', pattern) });
      expect((await runner.identify(NEVER)).user).toBe(ROLE.arn);
    },
  );

  it('P28 credentials nobody knows are said to be so, and no key is shown', async () => {
    const lake = await start();
    const thrown = await lake
      .runner({ credentials: async () => ({ ...ROLE, accessKeyId: 'unknown-key' }) })
      .open(NEVER)
      .catch((reason: unknown) => reason);
    expect(thrown).toMatchObject({ code: 'AUTH_FAILED' });
    expect(String(thrown)).not.toContain(ROLE.secretAccessKey);
  });
});

describe('the source says who it is', () => {
  it('engine, workgroup, account, caller, databases, and the time of its own clock', async () => {
    const lake = await start();
    const identity = await lake.runner().identify(NEVER);
    expect(identity).toMatchObject({
      engine: 'athena',
      engineVersion: 'Athena engine version 3',
      server: `Athena in eu-west-1, account ${ACCOUNT}, workgroup reports, catalog AwsDataCatalog`,
      databases: ['process_pg_bob'],
      user: STANDARD_KEY.arn,
    });
    expect(parseInstant(identity.serverTime)).toMatch(/\.000Z$/);
    expect(lake.athena.executions).toEqual([]);
  });

  it.each([
    ['variables', {}, 'CREDENTIALS_ENV_VARS'],
    ['the profile that was named', { AWS_PROFILE: 'reader' }, 'CREDENTIALS_PROFILE'],
  ])('P28 keys found in %s are said to be from there, in the receipt', async (_, named, source) => {
    const lake = await start();
    const folder = await tempFolder();
    const { accessKeyId, secretAccessKey } = STANDARD_KEY;
    const file = join(folder, 'credentials');
    writeFileSync(
      file,
      `[reader]\naws_access_key_id = ${accessKeyId}\naws_secret_access_key = ${secretAccessKey}\n`,
    );
    const found = { AWS_CONFIG_FILE: '/nowhere', AWS_SHARED_CREDENTIALS_FILE: file, ...named };
    for (const [name, value] of Object.entries({ ...clientEnvironment(lake.standIn), ...found })) {
      vi.stubEnv(name, value);
    }
    const runner = openAthenaRunner({
      ...{ region: REGION, workgroup: 'reports', databases: [DATABASE], consistency: 'none' },
      ...{ allowed: [{ account: ACCOUNT }], timing: FAST, clock: systemClock },
    });
    try {
      const reading = await runner.open(NEVER);
      const query = anAthenaQuery('SELECT n AS "n" FROM "process_pg_bob"."bookings"');
      const { receipt } = await reading.deliver(query, folder, NEVER);
      expect(receipt.details['caller.credentials']).toBe(source);
    } finally {
      await runner.close();
      vi.unstubAllEnvs();
    }
  });

  it('what Lake Formation may hide is said, unless somebody vouches for it', async () => {
    const lake = await start();
    const asked = await lake.runner().identify(NEVER);
    expect(asked.mayHide).toEqual([expect.stringContaining('Lake Formation')]);
    const vouched = await lake.runner({ rowFilters: 'none' }).identify(NEVER);
    expect(vouched.mayHide).toEqual([]);
  });

  it('its read-only proof claims no more than can be shown', async () => {
    const { readOnlyProof } = await (await start()).runner().identify(NEVER);
    expect(readOnlyProof).toContain('one SELECT');
    expect(readOnlyProof).toContain('cannot be shown without writing');
  });

  it('a disabled network is no login that failed', async () => {
    const lake = await start();
    lake.standIn.faults.add({ do: 'reset', of: 'sts' });
    await expect(lake.runner().identify(NEVER)).rejects.toMatchObject({
      code: 'SOURCE_UNAVAILABLE',
      transient: true,
    });
  });

  it('secrets are taken out of what Athena says', async () => {
    const lake = await start();
    lake.standIn.faults.add({
      ...{ do: 'error', status: 400, code: 'InvalidRequestException', of: 'athena' },
      message: 'no such thing: hunter2-secret',
    });
    const hide = (text: string) => text.replaceAll('hunter2-secret', '[secret]');
    const thrown = await lake
      .runner({ hide })
      .open(NEVER)
      .catch((reason: unknown) => reason);
    expect(String(thrown)).toContain('no such thing: [secret]');
    expect(JSON.stringify(thrown)).not.toContain('hunter2');
  });
});
