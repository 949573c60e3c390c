import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { namesOf } from '../src/names.ts';
import { operatorRights } from '../src/operator-rights.ts';
import { auditorRights, custodianRights, publisherRights, runnerRights } from '../src/rights.ts';
import type { Places } from '../src/shared-rights.ts';
import { list, statementsOf, verdict } from './support/evaluate.ts';
import { all, example, objectAt, one, resourcesOf } from './support/templates.ts';

const settings = example('production');
const production = resourcesOf(settings);
const lakeFormation = resourcesOf(
  example('production', ({ athena }) => ({
    athena: {
      ...athena,
      lakeFormation: true,
      dataKeys: ['arn:aws:kms:eu-west-1:111122223333:key/1234'],
    },
  })),
);
const everything = [...production, ...lakeFormation, ...resourcesOf(example('trial'))];
const names = namesOf(settings);
const role = (duty: string) => names.roleArn(duty);
const evidence = `arn:aws:s3:::${names.evidenceBucket}`;
const published = `arn:aws:s3:::${names.publishedBucket}/a`;
const safe = { 'aws:SecureTransport': 'true', 's3:TlsVersion': '1.3' };
const conditional = { ...safe, 's3:if-none-match': '*', 's3:ObjectCreationOperation': 'true' };
const says = (duty: string, action: string, on: string, context = {}) =>
  verdict(production, { by: role(duty), action, on, context: { ...safe, ...context } });

describe('every policy of every template', () => {
  it('allows no action with a star in it, on anything', () => {
    const allowing = statementsOf(everything).filter(({ effect }) => effect === 'Allow');
    expect(allowing.length).toBeGreaterThan(100);
    expect(
      allowing.filter(({ actions }) => actions.some((action) => action.includes('*'))),
    ).toEqual([]);
    expect(allowing.filter(({ negated }) => negated)).toEqual([]);
  });

  it('names everything as its resource only for the actions that know none', () => {
    const starred = statementsOf(everything)
      .filter(({ effect, resources, at }) => {
        const ofKey = everything.some(({ id, type }) => id === at && type === 'AWS::KMS::Key');
        return effect === 'Allow' && !ofKey && resources.includes('*');
      })
      .flatMap(({ actions }) => actions);
    expect(new Set(starred)).toEqual(
      new Set([
        'ecr:GetAuthorizationToken',
        'cloudwatch:PutMetricData',
        'lakeformation:GetDataAccess',
      ]),
    );
  });

  it('allows nothing to everybody or to another account', () => {
    for (const { at, effect, principal } of statementsOf(everything)) {
      if (effect !== 'Allow' || principal === undefined) continue;
      const text = JSON.stringify(principal);
      expect(text, at).not.toMatch(/"\*"/);
      if (text.includes('"AWS"')) expect(text, at).toContain('arn:aws:iam::111122223333:root');
    }
  });

  it('lets a service take a role for this account only', () => {
    const taken = all(everything, 'AWS::IAM::Role')
      .map(({ id, properties }) => ({
        id,
        text: JSON.stringify(properties['AssumeRolePolicyDocument']),
      }))
      .filter(({ text }) => text.includes('"Service"'));
    expect(taken.length).toBeGreaterThan(10);
    for (const { id, text } of taken) {
      expect(text, id).toContain('"aws:SourceAccount":"111122223333"');
    }
  });

  it('gives no person and no task the right to change roles or policies', () => {
    const actions = statementsOf(everything)
      .filter(({ effect }) => effect === 'Allow')
      .flatMap((statement) => statement.actions);
    expect(actions.filter((action) => action.startsWith('iam:'))).toEqual(
      actions.filter((action) => action === 'iam:PassRole'),
    );
  });
});

describe('the runner', () => {
  const object = `${evidence}/2025-09/IPE_07.zip`;

  it('asks Athena in its own workgroup only', () => {
    const workgroup = 'arn:aws:athena:eu-west-1:111122223333:workgroup/';
    const start = 'athena:StartQueryExecution';
    expect(says('runner', start, `${workgroup}soxauto-run`)).toBe('allowed');
    expect(says('runner', start, `${workgroup}soxauto-publish`)).toBe('not allowed');
    expect(says('runner', start, `${workgroup}primary`)).toBe('not allowed');
    expect(says('runner', 'athena:UpdateWorkGroup', `${workgroup}soxauto-run`)).toBe('not allowed');
  });

  it('reads the tables and data it is given and no others', () => {
    const table = 'arn:aws:glue:eu-west-1:111122223333:table/';
    expect(says('runner', 'glue:GetTable', `${table}process_pg_bob/orders`)).toBe('allowed');
    expect(says('runner', 'glue:GetTable', `${table}payroll/salaries`)).toBe('not allowed');
    const data = 'arn:aws:s3:::example-lake/';
    expect(says('runner', 's3:GetObject', `${data}tables/a.parquet`)).toBe('allowed');
    expect(says('runner', 's3:GetObject', `${data}other/a.parquet`)).toBe('not allowed');
    expect(says('runner', 's3:PutObject', `${data}tables/a.parquet`)).toBe('not allowed');
  });

  it('lists the folders it is given, each in its own bucket, and nothing beside them', () => {
    const several = resourcesOf(
      example('production', ({ athena }) => ({
        athena: {
          ...athena,
          data: [
            { bucket: 'example-lake', prefix: 'tables/' },
            { bucket: 'other-lake', prefix: 'finance/' },
            { bucket: 'example-lake', prefix: 'more/tables/' },
          ],
        },
      })),
    );
    const lists = (bucket: string, context: Readonly<Record<string, string>>) =>
      verdict(several, {
        by: role('runner'),
        action: 's3:ListBucket',
        on: `arn:aws:s3:::${bucket}`,
        context: { ...safe, ...context },
      });
    const allowed = [
      ['example-lake', 'tables/'],
      ['example-lake', 'tables/orders/'],
      ['example-lake', 'more/tables/orders/'],
      ['other-lake', 'finance/ledger/'],
    ] as const;
    for (const [bucket, prefix] of allowed) {
      expect(lists(bucket, { 's3:prefix': prefix }), prefix).toBe('allowed');
    }
    const refused = [
      ['example-lake', ''],
      ['example-lake', 'payroll/'],
      ['example-lake', 'more/'],
      ['example-lake', 'finance/ledger/'],
      ['other-lake', 'tables/orders/'],
    ] as const;
    for (const [bucket, prefix] of refused) {
      expect(lists(bucket, { 's3:prefix': prefix }), prefix).toBe('not allowed');
    }
    expect(lists('example-lake', {})).toBe('not allowed');
    for (const bucket of ['example-lake', 'other-lake']) {
      const call = { by: role('runner'), on: `arn:aws:s3:::${bucket}` };
      expect(verdict(several, { ...call, action: 's3:GetBucketLocation' })).toBe('allowed');
    }
  });

  it('changes no table', () => {
    const table = 'arn:aws:glue:eu-west-1:111122223333:table/process_pg_bob/orders';
    for (const action of ['glue:CreateTable', 'glue:UpdateTable', 'glue:DeleteTable']) {
      expect(says('runner', action, table)).toBe('not allowed');
    }
  });

  it('writes evidence and reads it back', () => {
    expect(says('runner', 's3:PutObject', object, conditional)).toBe('allowed');
    expect(says('runner', 's3:GetObject', object)).toBe('allowed');
    expect(says('runner', 's3:GetObjectRetention', object)).toBe('allowed');
    expect(says('runner', 's3:ListBucketVersions', evidence)).toBe('allowed');
  });

  it('R-4: can neither delete evidence nor bypass, shorten or lift its protection', () => {
    const locked = {
      's3:object-lock-mode': 'COMPLIANCE',
      's3:object-lock-remaining-retention-days': '1',
    };
    expect(says('runner', 's3:DeleteObject', object)).toBe('refused');
    expect(says('runner', 's3:DeleteObjectVersion', object)).toBe('refused');
    expect(says('runner', 's3:BypassGovernanceRetention', object)).toBe('refused');
    expect(says('runner', 's3:PutObjectRetention', object, locked)).toBe('refused');
    expect(says('runner', 's3:PutObject', object, { ...conditional, ...locked })).toBe('refused');
    const off = { 's3:object-lock-legal-hold': 'OFF' };
    expect(says('runner', 's3:PutObjectLegalHold', object, off)).toBe('refused');
  });

  it('has no right of its own to delete or bypass anything, were the bucket to forget', () => {
    const own = production.filter(({ type }) => type !== 'AWS::S3::BucketPolicy');
    for (const action of [
      's3:DeleteObject',
      's3:DeleteObjectVersion',
      's3:BypassGovernanceRetention',
      's3:PutBucketObjectLockConfiguration',
      's3:PutBucketVersioning',
      's3:PutLifecycleConfiguration',
      's3:PutBucketPolicy',
      's3:DeleteBucketPolicy',
      's3:PutObjectTagging',
    ]) {
      for (const on of [evidence, object]) {
        expect(verdict(own, { by: role('runner'), action, on }), action).toBe('not allowed');
      }
    }
  });

  it('P-1: mounts the files people hand over through their access point, without a right to write', () => {
    const efs = 'arn:aws:elasticfilesystem:eu-west-1:111122223333:';
    const fileSystem = `${efs}file-system/fs-0123456789abcdef0`;
    const through = (point: string) => ({
      'elasticfilesystem:AccessPointArn': `${efs}access-point/${point}`,
      'elasticfilesystem:AccessedViaMountTarget': 'true',
    });
    const own = through('fsap-0123456789abcdef0');
    const mount = 'elasticfilesystem:ClientMount';
    expect(says('runner', mount, fileSystem, own)).toBe('allowed');
    expect(says('runner', mount, fileSystem, through('fsap-1'))).toBe('not allowed');
    expect(says('runner', mount, fileSystem)).toBe('not allowed');
    expect(says('runner', 'elasticfilesystem:ClientWrite', fileSystem, own)).toBe('not allowed');
    expect(says('runner', 'elasticfilesystem:ClientRootAccess', fileSystem, own)).toBe(
      'not allowed',
    );
  });

  it('reads its own secrets and no others, and changes none', () => {
    expect(says('runner', 'secretsmanager:GetSecretValue', 'sox/nav')).toBe('allowed');
    expect(says('runner', 'secretsmanager:GetSecretValue', 'sox/other')).toBe('not allowed');
    expect(says('runner', 'secretsmanager:PutSecretValue', 'sox/nav')).toBe('not allowed');
  });

  it('is a task of this account and nothing else', () => {
    const { properties } = one(production, 'AWS::IAM::Role', 'RunnerRole');
    expect(properties['AssumeRolePolicyDocument']).toEqual({
      Version: '2012-10-17',
      Statement: [
        {
          Effect: 'Allow',
          Action: 'sts:AssumeRole',
          Principal: { Service: 'ecs-tasks.amazonaws.com' },
          Condition: {
            StringEquals: { 'aws:SourceAccount': '111122223333' },
            ArnLike: { 'aws:SourceArn': 'arn:aws:ecs:eu-west-1:111122223333:*' },
          },
        },
      ],
    });
  });

  it('SOD-6: is the only role with a right to write evidence', () => {
    const writing = all(production, 'AWS::IAM::Role')
      .map(({ properties }) => String(properties['RoleName']))
      .filter((name) => {
        const own = production.filter(({ type }) => type !== 'AWS::S3::BucketPolicy');
        const by = `arn:aws:iam::111122223333:role/${name}`;
        const call = { by, action: 's3:PutObject', on: object, context: { ...conditional } };
        return verdict(own, call) === 'allowed';
      });
    expect(writing).toEqual([names.role('runner')]);
  });
});

describe('the operator', () => {
  const ecs = 'arn:aws:ecs:eu-west-1:111122223333:';
  const here = { 'ecs:cluster': `${ecs}cluster/soxauto-run` };
  const elsewhere = { 'ecs:cluster': `${ecs}cluster/another` };
  const definition = `${ecs}task-definition/soxauto-run:7`;

  it('starts the approved task on its cluster, and no other task anywhere', () => {
    expect(says('operator', 'ecs:RunTask', definition, here)).toBe('allowed');
    expect(says('operator', 'ecs:RunTask', definition, elsewhere)).toBe('not allowed');
    expect(says('operator', 'ecs:RunTask', definition)).toBe('not allowed');
    const other = `${ecs}task-definition/soxauto-run-2:1`;
    expect(says('operator', 'ecs:RunTask', other, here)).toBe('not allowed');
    expect(says('operator', 'ecs:RegisterTaskDefinition', definition, here)).toBe('not allowed');
  });

  it('starts exactly what the schedule starts', () => {
    const target = objectAt(
      one(production, 'AWS::Scheduler::Schedule', 'Run').properties,
      'Target',
    );
    const task = one(production, 'AWS::ECS::TaskDefinition');
    expect(objectAt(target, 'EcsParameters')['TaskDefinitionArn']).toBe(task.id);
    expect(task.properties['Family']).toBe(names.cluster);
  });

  it('hands over the two roles of the task, to tasks only', () => {
    const to = (service: string) => ({ 'iam:PassedToService': service });
    const tasks = to('ecs-tasks.amazonaws.com');
    expect(says('operator', 'iam:PassRole', role('runner'), tasks)).toBe('allowed');
    expect(says('operator', 'iam:PassRole', role('execution'), tasks)).toBe('allowed');
    const ec2 = to('ec2.amazonaws.com');
    expect(says('operator', 'iam:PassRole', role('runner'), ec2)).toBe('not allowed');
    expect(says('operator', 'iam:PassRole', role('publisher'), tasks)).toBe('not allowed');
  });

  it('follows and stops tasks of the cluster, without a way into one', () => {
    const task = `${ecs}task/soxauto-run/0123456789abcdef`;
    expect(says('operator', 'ecs:DescribeTasks', task, here)).toBe('allowed');
    expect(says('operator', 'ecs:StopTask', task, here)).toBe('allowed');
    expect(says('operator', 'ecs:StopTask', `${ecs}task/another/1`, elsewhere)).toBe('not allowed');
    expect(says('operator', 'ecs:ExecuteCommand', task, here)).toBe('not allowed');
    const log = `arn:aws:logs:eu-west-1:111122223333:log-group:${names.logGroup}`;
    expect(says('operator', 'logs:GetLogEvents', `${log}:log-stream:run/1`)).toBe('allowed');
  });

  it('R-4: reads packages, and can write, protect or hold none', () => {
    const object = `${evidence}/2025-09/IPE_07.zip`;
    expect(says('operator', 's3:GetObject', object)).toBe('allowed');
    expect(says('operator', 's3:PutObject', object, conditional)).toBe('refused');
    const own = production.filter(({ type }) => type !== 'AWS::S3::BucketPolicy');
    for (const action of ['s3:PutObject', 's3:PutObjectRetention', 's3:PutObjectLegalHold']) {
      const on = { 's3:object-lock-legal-hold': 'ON' };
      expect(verdict(own, { by: role('operator'), action, on: object, context: on })).toBe(
        'not allowed',
      );
    }
  });

  it('asks no source itself', () => {
    const group = 'arn:aws:athena:eu-west-1:111122223333:workgroup/soxauto-run';
    expect(says('operator', 'athena:StartQueryExecution', group)).toBe('not allowed');
    expect(says('operator', 'secretsmanager:GetSecretValue', 'sox/nav')).toBe('not allowed');
    const data = 'arn:aws:s3:::example-lake/tables/a.parquet';
    expect(says('operator', 's3:GetObject', data)).toBe('not allowed');
  });
});

describe('the other duties', () => {
  const object = `${evidence}/2025-09/IPE_07.zip`;

  it('an auditor reads evidence, its protection and the access log', () => {
    expect(says('auditor', 's3:GetObjectVersion', object)).toBe('allowed');
    expect(says('auditor', 's3:GetBucketPolicy', evidence)).toBe('allowed');
    expect(says('auditor', 's3:GetObject', `arn:aws:s3:::${names.logBucket}/AWSLogs/a`)).toBe(
      'allowed',
    );
  });

  it('an auditor changes nothing: every action begins with Get, List, Describe or Decrypt', () => {
    const policy = all(production, 'AWS::IAM::ManagedPolicy').filter(
      ({ properties }) => properties['ManagedPolicyName'] === names.role('auditor'),
    );
    const actions = statementsOf(policy).flatMap((statement) => statement.actions);
    expect(actions.length).toBeGreaterThan(10);
    for (const action of actions) expect(action).toMatch(/^\w+:(Get|List|Describe|Decrypt)/);
  });

  it('a publisher writes published tables, but neither evidence nor source tables', () => {
    const table = 'arn:aws:glue:eu-west-1:111122223333:table/';
    expect(says('publisher', 'glue:CreateTable', `${table}soxauto_published/ipe_07`)).toBe(
      'allowed',
    );
    expect(says('publisher', 'glue:CreateTable', `${table}process_pg_bob/x`)).toBe('not allowed');
    expect(says('publisher', 's3:PutObject', published, conditional)).toBe('allowed');
    expect(says('publisher', 's3:PutObject', object, conditional)).toBe('refused');
    expect(says('publisher', 's3:GetObject', object)).toBe('allowed');
    expect(says('publisher', 's3:GetObject', 'arn:aws:s3:::example-lake/tables/a')).toBe(
      'not allowed',
    );
  });

  it('nobody overwrites or deletes a published file, administrators neither', () => {
    const part = { 's3:ObjectCreationOperation': 'false' };
    expect(says('publisher', 's3:PutObject', published, part)).toBe('allowed');
    const unconditional = { 's3:ObjectCreationOperation': 'true' };
    for (const duty of ['publisher', 'administrator']) {
      expect(says(duty, 's3:PutObject', published, unconditional)).toBe('refused');
      for (const action of ['s3:DeleteObject', 's3:DeleteObjectVersion']) {
        expect(says(duty, action, published)).toBe('refused');
      }
    }
  });

  it('R-2: a custodian has what ipe store hold asks for', () => {
    const on = { 's3:object-lock-legal-hold': 'ON' };
    expect(says('custodian', 's3:ListBucketVersions', evidence)).toBe('allowed');
    expect(says('custodian', 's3:PutObjectLegalHold', object, on)).toBe('allowed');
    expect(says('custodian', 's3:GetObjectLegalHold', object)).toBe('allowed');
  });

  it('a custodian never sees what a package holds', () => {
    expect(says('custodian', 's3:GetObject', object)).toBe('not allowed');
    expect(says('custodian', 's3:GetObjectVersion', object)).toBe('not allowed');
    expect(says('custodian', 's3:PutObject', object, conditional)).toBe('refused');
  });

  it.each(['operator', 'auditor', 'publisher', 'custodian'])(
    'SOD-6: whoever is %s signed in at the provider, for this application, by subject and under their own name',
    (duty) => {
      const { properties } = one(production, 'AWS::IAM::Role', duty);
      expect(properties['AssumeRolePolicyDocument']).toEqual({
        Version: '2012-10-17',
        Statement: [
          {
            Effect: 'Allow',
            Action: 'sts:AssumeRoleWithWebIdentity',
            Principal: { Federated: 'arn:aws:any:eu-west-1:111122223333:SignIn' },
            Condition: {
              StringEquals: {
                'login.example.com/oauth2/default:aud': 'soxauto',
                'login.example.com/oauth2/default:sub': `subject-of-${duty}`,
                'sts:RoleSessionName': `subject-of-${duty}`,
              },
            },
          },
        ],
      });
      expect(properties['MaxSessionDuration']).toBe(3600);
    },
  );

  it('SOD-6: lets nobody take a session with the name of another', () => {
    const [chief, other] = ['subject-of-chief', 'other|subject'];
    const two = resourcesOf(
      example('production', ({ people }) => ({ people: { ...people, auditor: [chief, other] } })),
    );
    const trust = statementsOf([one(two, 'AWS::IAM::Role', 'auditor')]);
    expect(trust).toHaveLength(2);
    const taken = (subject: string, session: string, audience = 'soxauto') =>
      trust.some(({ conditions }) => {
        const wanted = objectAt(conditions, 'StringEquals');
        return (
          Object.keys(conditions).length === 1 &&
          wanted['login.example.com/oauth2/default:aud'] === audience &&
          wanted['login.example.com/oauth2/default:sub'] === subject &&
          wanted['sts:RoleSessionName'] === session
        );
      });
    const name = `sub-sha256-${createHash('sha256').update(other).digest('hex').slice(0, 48)}`;
    expect(taken(chief, chief)).toBe(true);
    expect(taken(other, name)).toBe(true);
    expect(taken(other, chief)).toBe(false);
    expect(taken('subject-of-nobody', chief)).toBe(false);
    expect(taken(chief, chief, 'another')).toBe(false);
  });

  it('has no role and no provider when nobody signs in this way', () => {
    const trial = resourcesOf(example('trial'));
    expect(all(trial, 'AWS::IAM::OIDCProvider')).toEqual([]);
    expect(all(trial, 'AWS::IAM::Role').map(({ id }) => id)).not.toContain('auditorRole');
    expect(all(trial, 'AWS::IAM::ManagedPolicy')).toHaveLength(5);
  });

  it('starts tasks and hands over two roles, from one schedule group', () => {
    const start = one(production, 'AWS::IAM::Policy', 'StartRole');
    const pass = statementsOf([start]).find(({ actions }) => actions.includes('iam:PassRole'));
    expect(pass?.resources).toEqual([role('runner'), role('execution')]);
    expect(list(pass?.conditions['StringEquals'])).toEqual([
      { 'iam:PassedToService': 'ecs-tasks.amazonaws.com' },
    ]);
  });
});

describe('docs/deployment/aws.md', () => {
  const file = join(dirname(fileURLToPath(import.meta.url)), '../../docs/deployment/aws.md');
  const places: Places = {
    ...names,
    region: 'eu-west-1',
    account: '111122223333',
    evidenceKey: 'evidence key',
    workKey: 'work key',
    secrets: ['secret'],
    databases: ['database'],
    data: [{ bucket: 'lake', prefix: 'tables/' }],
    dataKeys: ['key'],
    lakeFormation: true,
    received: { fileSystem: 'file system', accessPoint: 'access point' },
  };

  it('starts the task as it is: another command of its one container, and nothing else put in', () => {
    const text = readFileSync(file, 'utf8');
    const commands = [...text.matchAll(/--overrides '(.+)'/g)].map(([, json]) => {
      const [container, ...more] = JSON.parse(json ?? '').containerOverrides;
      const { name, command, ...rest } = container;
      expect([more, rest, name]).toEqual([[], {}, 'run']);
      return command;
    });
    expect(text.match(/aws ecs run-task --cluster NAME-run /g)).toHaveLength(commands.length);
    expect(commands).toEqual([
      ['run', 'IPE_07', '--period', '2025-09'],
      ['store', 'finish'],
    ]);
  });

  it.each([
    ['Runner', runnerRights(places)],
    ['Operator', operatorRights(places)],
    ['Auditor', auditorRights(places)],
    ['Publisher', publisherRights(places)],
    ['Custodian', custodianRights(places)],
  ] as const)('names every right of the %s with its reason, and no other', (title, rights) => {
    const section = readFileSync(file, 'utf8')
      .split(/^### /m)
      .find((part) => part.startsWith(title));
    const rows = (section ?? '').split('\n').filter((line) => line.startsWith('| `'));
    expect(rows).toEqual(
      rights.map(
        ({ actions, why }) => `| ${actions.map((action) => `\`${action}\``).join(', ')} | ${why} |`,
      ),
    );
  });
});
