import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { namesOf } from '../src/names.ts';
import { verdict } from './support/evaluate.ts';
import { example, one, resourcesOf } from './support/templates.ts';

type Duty = 'runner' | 'auditor' | 'publisher' | 'custodian';
/** A command of the SDK as one part of the program sends it, who runs that part, and what AWS asks rights for. */
type Sent = readonly [
  part: string,
  command: string,
  duties: readonly Duty[],
  rights: readonly (readonly [action: string, on: string, context?: Record<string, string>])[],
];

const root = join(dirname(fileURLToPath(import.meta.url)), '../..');
const settings = example('production');
const production = resourcesOf(settings);
const names = namesOf(settings);

const safe = { 'aws:SecureTransport': 'true', 's3:TlsVersion': '1.3' };
const via = (service: string) => ({
  'kms:ViaService': `${service}.${settings.region}.amazonaws.com`,
});
const key = (id: string) =>
  `arn:aws:kms:${settings.region}:${settings.account}:key/${one(production, 'AWS::KMS::Key', id).id}`;
const workgroup = (name: string) =>
  `arn:aws:athena:${settings.region}:${settings.account}:workgroup/${name}`;

const store = 'src/evidence/store/s3';
const evidence = `arn:aws:s3:::${names.evidenceBucket}`;
const zip = `${evidence}/evidence/C-PG-1/IPE_07/NG/2025-09-30/a.zip`;
const evidenceKey = key('EvidenceKey');
const readers: readonly Duty[] = ['runner', 'auditor', 'publisher'];
const writing = {
  's3:if-none-match': '*',
  's3:ObjectCreationOperation': 'true',
  's3:x-amz-server-side-encryption': 'aws:kms',
  's3:x-amz-server-side-encryption-aws-kms-key-id': evidenceKey,
  's3:object-lock-mode': 'COMPLIANCE',
  's3:object-lock-remaining-retention-days': '2557',
};
const held = { 's3:object-lock-legal-hold': 'ON' };
const storing: Sent[3] = [
  ['s3:PutObject', zip, writing],
  ['s3:PutObjectRetention', zip, writing],
  ['s3:PutObjectLegalHold', zip, held],
  ['kms:GenerateDataKey', evidenceKey, via('s3')],
];
const reading: Sent[3] = [
  ['s3:GetObject', zip],
  ['s3:GetObjectVersion', zip],
  ['kms:Decrypt', evidenceKey, via('s3')],
];

/** What runner and publishing share. */
const asking = 'src/aws';
const athena = 'src/runners/athena';
const result = `arn:aws:s3:::${names.resultBucket}/run/a.csv`;
const runGroup = workgroup(names.runWorkgroup);

const publishing = 'src/publishing';
const published = `arn:aws:s3:::${names.publishedBucket}`;
const publishGroup = workgroup(names.publishWorkgroup);
const workKey = key('WorkKey');

const SENT: readonly Sent[] = [
  [store, 'PutObjectCommand', ['runner'], storing],
  // parts are decrypted to be joined; what failed is given up
  [
    store,
    'Upload',
    ['runner'],
    [...storing, ['s3:AbortMultipartUpload', zip], ['kms:Decrypt', evidenceKey, via('s3')]],
  ],
  // without the last two S3 leaves out how the object is protected
  [
    store,
    'HeadObjectCommand',
    readers,
    [...reading, ['s3:GetObjectRetention', zip], ['s3:GetObjectLegalHold', zip]],
  ],
  [store, 'GetObjectCommand', readers, reading],
  [
    store,
    'ListObjectVersionsCommand',
    [...readers, 'custodian'],
    [['s3:ListBucketVersions', evidence]],
  ],
  [store, 'AbortMultipartUploadCommand', ['runner'], [['s3:AbortMultipartUpload', zip]]],
  [store, 'ListMultipartUploadsCommand', readers, [['s3:ListBucketMultipartUploads', evidence]]],
  [store, 'GetBucketVersioningCommand', ['runner'], [['s3:GetBucketVersioning', evidence]]],
  [
    store,
    'GetObjectLockConfigurationCommand',
    ['runner'],
    [['s3:GetBucketObjectLockConfiguration', evidence]],
  ],
  [store, 'PutObjectLegalHoldCommand', ['custodian'], [['s3:PutObjectLegalHold', zip, held]]],
  [store, 'GetObjectLegalHoldCommand', ['custodian'], [['s3:GetObjectLegalHold', zip]]],

  [athena, 'GetWorkGroupCommand', ['runner'], [['athena:GetWorkGroup', runGroup]]],
  [
    asking,
    'StartQueryExecutionCommand',
    ['runner'],
    [
      ['athena:StartQueryExecution', runGroup],
      ['s3:GetBucketLocation', `arn:aws:s3:::${names.resultBucket}`],
      ['s3:PutObject', result],
      ['kms:GenerateDataKey', workKey, via('s3')],
    ],
  ],
  [asking, 'GetQueryExecutionCommand', ['runner'], [['athena:GetQueryExecution', runGroup]]],
  [asking, 'StopQueryExecutionCommand', ['runner'], [['athena:StopQueryExecution', runGroup]]],
  [
    athena,
    'GetQueryResultsCommand',
    ['runner'],
    [
      ['athena:GetQueryResults', runGroup],
      ['s3:GetObject', result],
    ],
  ],
  [
    athena,
    'GetObjectCommand',
    ['runner'],
    [
      ['s3:GetObject', result],
      ['s3:GetObjectVersion', result],
      ['kms:Decrypt', workKey, via('s3')],
    ],
  ],

  [
    asking,
    'StartQueryExecutionCommand',
    ['publisher'],
    [
      ['athena:StartQueryExecution', publishGroup],
      ['s3:PutObject', `arn:aws:s3:::${names.resultBucket}/publish/a.csv`],
    ],
  ],
  [asking, 'GetQueryExecutionCommand', ['publisher'], [['athena:GetQueryExecution', publishGroup]]],
  [
    asking,
    'StopQueryExecutionCommand',
    ['publisher'],
    [['athena:StopQueryExecution', publishGroup]],
  ],
  [
    publishing,
    'GetQueryResultsCommand',
    ['publisher'],
    [
      ['athena:GetQueryResults', publishGroup],
      ['s3:GetObject', `arn:aws:s3:::${names.resultBucket}/publish/a.csv`],
    ],
  ],
  [
    publishing,
    'HeadObjectCommand',
    ['publisher'],
    [
      ['s3:GetObject', `${published}/a.parquet`],
      ['kms:Decrypt', workKey, via('s3')],
    ],
  ],
  [publishing, 'ListObjectsV2Command', ['publisher'], [['s3:ListBucket', published]]],
  [
    publishing,
    'PutObjectCommand',
    ['publisher'],
    [
      [
        's3:PutObject',
        `${published}/a.parquet`,
        { 's3:if-none-match': '*', 's3:ObjectCreationOperation': 'true' },
      ],
      ['kms:GenerateDataKey', workKey, via('s3')],
    ],
  ],

  [
    'src/credentials',
    'GetSecretValueCommand',
    ['runner'],
    [
      ['secretsmanager:GetSecretValue', 'sox/nav'],
      ['kms:Decrypt', workKey, via('secretsmanager')],
    ],
  ],
];
/** Who one is, AWS answers to everybody; whom a role trusts, the role itself says. */
const FREE = ['GetCallerIdentityCommand', 'AssumeRoleWithWebIdentityCommand'];

/** Stops every command before it is signed: it asks the client where it would go. */
const UNSENT = 'src/aws/endpoints.ts';

/** Every command the program sends: `<file>: <command>`. */
function sent(): readonly (readonly [file: string, command: string])[] {
  return readdirSync(join(root, 'src'), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts') && `src/${name}` !== UNSENT)
    .flatMap((name) => {
      const file = `src/${name}`;
      const text = readFileSync(join(root, file), 'utf8');
      return [...text.matchAll(/\bnew ([A-Z]\w+Command|Upload)\(/g)].map(
        ([, command = '']) => [file, command] as const,
      );
    });
}

describe('what the program asks of AWS', () => {
  const found = sent();

  it('stands in this list, command by command; a new one needs its rights here and in rights.ts', () => {
    expect(found.length).toBeGreaterThan(15);
    const unlisted = found.filter(
      ([file, command]) =>
        !FREE.includes(command) &&
        !SENT.some(([part, listed]) => file.startsWith(`${part}/`) && listed === command),
    );
    expect(unlisted).toEqual([]);
  });

  it('is listed without anything the program no longer sends', () => {
    const unsent = SENT.filter(
      ([part, listed]) =>
        existsSync(join(root, part)) &&
        !found.some(([file, command]) => file.startsWith(`${part}/`) && command === listed),
    ).map(([part, listed]) => `${part}: ${listed}`);
    expect(unsent).toEqual([]);
  });

  it.each(SENT)('%s may send %s', (_, command, duties, rights) => {
    for (const duty of duties) {
      for (const [action, on, context] of rights) {
        const call = { by: names.roleArn(duty), action, on, context: { ...safe, ...context } };
        expect(verdict(production, call), `${duty}: ${command}: ${action} on ${on}`).toBe(
          'allowed',
        );
      }
    }
  });
});
