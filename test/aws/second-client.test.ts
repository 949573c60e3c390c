import { execFile, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { athenaService } from '../support/aws/athena.ts';
import { clientEnvironment } from '../support/aws/clients.ts';
import { secretsManagerService } from '../support/aws/secrets-manager.ts';
import { startAwsStandIn } from '../support/aws/start-aws-stand-in.ts';

const PROGRAM = fileURLToPath(new URL('second_client.py', import.meta.url));
const BUCKET = 'books';
const RESULTS = 'results';
/** The system's own before any other that is installed. */
const python = ['/usr/bin/python3', 'python3'].find(
  (name) => spawnSync(name, ['-c', 'import boto3']).status === 0,
);

/** What boto3 was answered by a stand-in with all four services. */
async function answersOf(interpreter: string): Promise<unknown> {
  const standIn = await startAwsStandIn({
    buckets: [BUCKET, RESULTS],
    services: (sink, clock) => {
      const secrets = secretsManagerService({ clock });
      secrets.create('sox/nav', '{"username":"reader"}');
      const athena = athenaService({
        sink,
        clock,
        workgroups: [{ name: 'ipe', outputLocation: `s3://${RESULTS}/ipe/` }],
        answers: ({ rendered }) => ({
          columns: [{ name: 'word', type: 'varchar' }],
          rows: [[rendered], [null], ['']],
        }),
      });
      return [athena, secrets];
    },
  });
  try {
    const { stdout } = await promisify(execFile)(
      interpreter,
      ['-B', PROGRAM, standIn.endpoint, BUCKET, 'sox/nav'],
      {
        env: {
          ...clientEnvironment(standIn),
          AWS_DEFAULT_REGION: 'eu-west-1',
          AWS_CONFIG_FILE: '/dev/null',
          AWS_SHARED_CREDENTIALS_FILE: '/dev/null',
        },
      },
    );
    return JSON.parse(stdout);
  } finally {
    await standIn.close();
  }
}

describe('a client of another maker', () => {
  if (python === undefined) {
    it.skip('10.8 not tried: no Python with boto3 is installed', () => undefined);
    return;
  }

  it('10.8 is answered by the stand-in as our own clients are', async () => {
    const digest = createHash('sha256').update('héllo\n'.repeat(1000)).digest('base64');
    const query = "SELECT word FROM words WHERE day = DATE '2025-09-30'";
    expect(await answersOf(python)).toEqual({
      client: expect.stringMatching(/^1\.\d+\.\d+$/),
      checksums: [digest, digest],
      same: true,
      again: ['PreconditionFailed', 412],
      kept: 'first',
      wrong: ['BadDigest', 400],
      stranger: ['SignatureDoesNotMatch', 403],
      keys: ['a b/ü.txt', 'once'],
      early: ['InvalidRequestException', 400],
      states: ['QUEUED', 'RUNNING', 'SUCCEEDED'],
      rows: [['word'], [query], [null], ['']],
      csv: `"word"\n"${query}"\n\n""\n`,
      secret: '{"username":"reader"}',
      noSecret: ['ResourceNotFoundException', 400],
      caller: ['123456789012', 'arn:aws:iam::123456789012:user/stand-in'],
    });
  });
});
