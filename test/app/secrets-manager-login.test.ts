import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { inspect } from 'node:util';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { loadConfig } from '../../src/app/config.ts';
import { configuredConnections, connect } from '../../src/app/connections.ts';
import { loadCatalog } from '../../src/app/load-catalog.ts';
import { redaction } from '../../src/app/redaction.ts';
import { aQuery } from '../runners/mssql/a-query.ts';
import { numbers, numbersText } from '../runners/mssql/driver-events.ts';
import { clientEnvironment, REGION } from '../support/aws/clients.ts';
import { secretsManagerService } from '../support/aws/secrets-manager.ts';
import { startAwsStandIn } from '../support/aws/start-aws-stand-in.ts';
import { READER_FACTS } from '../support/on-stand-in.ts';
import { startTdsStandIn } from '../support/tds/start-tds-stand-in.ts';
import { tempFolder } from '../support/temp-folder.ts';

const { signal } = new AbortController();
const catalog = loadCatalog();
const NAME = 'sox/nav';
const QUERY = aQuery(numbersText, { n: 'integer', label: 'text' });

const closing: { close(): Promise<void> }[] = [];
afterEach(async () => {
  vi.unstubAllEnvs();
  for (const open of closing.splice(0).reverse()) await open.close();
});

describe('a SQL Server whose secret is in AWS Secrets Manager, as configured', () => {
  it('P26 P27 is read with the password of the moment, which nothing that is left behind holds', async () => {
    const service = secretsManagerService();
    const aws = await startAwsStandIn({ services: [service] });
    const server = await startTdsStandIn({ facts: READER_FACTS, datasets: [numbers(3)] });
    closing.push(aws, server);
    const secret = (password: string) =>
      JSON.stringify({
        ...{ engine: 'sqlserver', host: 'localhost', port: server.port },
        ...{ username: server.user, password },
      });
    const passwords = ['the password of before', server.password];
    service.create(NAME, secret(passwords[0] ?? ''));
    const folder = await tempFolder();
    writeFileSync(join(folder, 'authority.pem'), server.authority);
    writeFileSync(
      join(folder, 'soxauto.config.json'),
      JSON.stringify({
        environment: 'test',
        aws: { region: REGION },
        secrets: { kind: 'secrets-manager' },
        sources: {
          nav_dw: { kind: 'mssql', secret: NAME, certificate_authority: 'authority.pem' },
        },
      }),
    );
    for (const [name, value] of Object.entries(clientEnvironment(aws))) vi.stubEnv(name, value);
    const config = loadConfig(folder, {});
    const runner = await connect(configuredConnections(config, catalog), catalog, ['nav_dw'], {
      ...config,
      ...{ scratchFolder: folder, signal },
    });
    closing.push(runner);
    // refused once
    const version = service.rotate(NAME, secret(server.password));
    const identity = await runner.identify(signal);
    const reading = await runner.open(signal);
    const { receipt, spool } = await reading.deliver(QUERY, folder, signal);
    await reading.close();
    expect(service.reads(NAME)).toBe(2);
    expect(receipt.details['connection.secret']).toBe(`${NAME}, version ${version}`);
    const kept = inspect([identity, receipt, runner.statements()], { depth: 10 });
    const rows = readFileSync(spool.files[0] ?? '', 'utf8');
    for (const password of [...passwords, aws.key.secretAccessKey]) {
      expect(`${kept}${rows}`).not.toContain(password);
      // wherever else it might be printed or sealed
      expect(redaction.redact(`login with ${password} failed`)).toBe('login with [secret] failed');
      expect(redaction.redact(secret(password))).not.toContain(password);
    }
  });

  it('P27 that Secrets Manager does not have is not looked for anywhere else', async () => {
    const service = secretsManagerService();
    const aws = await startAwsStandIn({ services: [service] });
    closing.push(aws);
    const folder = await tempFolder();
    writeFileSync(
      join(folder, 'soxauto.config.json'),
      JSON.stringify({
        environment: 'test',
        aws: { region: 'eu-central-1' },
        secrets: { kind: 'secrets-manager' },
        sources: { nav_dw: { kind: 'mssql', secret: NAME } },
      }),
    );
    for (const [name, value] of Object.entries(clientEnvironment(aws))) vi.stubEnv(name, value);
    const config = loadConfig(folder, {});
    await expect(
      connect(configuredConnections(config, catalog), catalog, ['nav_dw'], {
        ...config,
        ...{ scratchFolder: folder, signal },
      }),
    ).rejects.toMatchObject({
      code: 'AUTH_FAILED',
      message: expect.stringContaining(`${NAME} is not in AWS Secrets Manager in eu-central-1`),
    });
  });
});
