import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { deadline, isTimeZone, windowHours } from './calendar.ts';

/** Seven years, R-1. */
const SEVEN_YEARS = 2557;
/** A trial's data must be deletable soon. */
const TRIAL_DAYS = 30;
const retentionDays = z.int().min(1).max(36_500);
const HOURS_A_WEEK = 168;

/** What Fargate sells: memory in GiB that goes with a number of processors. */
const FARGATE_SIZES: ReadonlyMap<number, readonly [number, number]> = new Map([
  [1, [2, 8]],
  [2, [4, 16]],
  [4, [8, 30]],
  [8, [16, 60]],
  [16, [32, 120]],
]);
/** Days CloudWatch Logs can keep a group. */
const LOG_DAYS = [90, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653];

const word = (what: string, pattern: RegExp, form: string) =>
  z.string({ error: `${what} is missing; it is ${form}` }).regex(pattern, `${what} is ${form}`);
const bucketName = (what: string) =>
  word(what, /^[a-z0-9][a-z0-9-]{1,61}[a-z0-9]$/, 'a bucket name without dots');
const glueName = (what: string) =>
  word(what, /^[a-z_][a-z0-9_]{0,127}$/, 'lower case letters, digits and _');
const keyArn = word(
  'a KMS key',
  /^arn:aws[a-z-]*:kms:[a-z0-9-]+:\d{12}:key\/[A-Za-z0-9-]+$/,
  'the ARN of a key, not an alias',
);
const cidr = word(
  'an address range',
  /^(25[0-5]|2[0-4]\d|1?\d?\d)(\.(25[0-5]|2[0-4]\d|1?\d?\d)){3}\/(1[6-9]|2\d|3[0-2])$/,
  'written like 10.20.0.0/24 and no wider than /16',
);
const days = (list: readonly number[]) =>
  z.int().refine((value) => list.includes(value), `is one of ${list.join(', ')} days`);

const ownNetwork = z.strictObject({
  kind: z.literal('own'),
  cidr,
  availabilityZones: z
    .array(word('an availability zone', /^[a-z]{2}(-[a-z]+)+-\d[a-z]$/, 'written like eu-west-1a'))
    .min(2, 'two availability zones are needed, so that the loss of one does not stop the run')
    .max(4),
});
const existingNetwork = z.strictObject({
  kind: z.literal('existing'),
  vpcId: word('vpcId', /^vpc-[0-9a-f]{8,17}$/, 'written like vpc-0123456789abcdef0'),
  cidr,
  subnets: z
    .array(
      z.strictObject({
        id: word('a subnet', /^subnet-[0-9a-f]{8,17}$/, 'written like subnet-0123456789abcdef0'),
        availabilityZone: z.string().min(1),
        routeTableId: word('a route table', /^rtb-[0-9a-f]{8,17}$/, 'written like rtb-0123456789'),
      }),
    )
    .min(1),
  createEndpoints: z.boolean(),
});

const subjects = z
  .array(
    word(
      'a subject',
      /^[^*?\s]{1,255}$/,
      'exactly what the provider puts into "sub", without wildcards',
    ),
  )
  .default([]);

const shape = z.strictObject({
  name: word('name', /^[a-z][a-z0-9-]{1,19}$/, 'a short lower case word that leads every name'),
  profile: z.enum(['production', 'trial']),
  account: word('account', /^\d{12}$/, 'an account number of 12 digits'),
  region: word(
    'region',
    /^(?!cn-|us-gov-|us-iso)[a-z]{2}(-[a-z]+)+-\d$/,
    'a region such as eu-west-1; the Chinese, government and isolated ones are not supported',
  ),
  image: z.strictObject({
    repository: word('image.repository', /^[a-z0-9][a-z0-9._/-]{1,255}$/, 'an ECR repository'),
    digest: word(
      'image.digest',
      /^sha256:[0-9a-f]{64}$/,
      'written sha256: and 64 digits',
    ).optional(),
    tag: word('image.tag', /^[A-Za-z0-9_][A-Za-z0-9_.-]{0,127}$/, 'a tag').optional(),
  }),
  evidence: z.strictObject({
    retention: z.discriminatedUnion('mode', [
      z.strictObject({
        mode: z.enum(['COMPLIANCE', 'GOVERNANCE']),
        days: retentionDays,
        // nobody can take back what is locked too long
        longestDays: retentionDays.optional(),
      }),
      z.strictObject({ mode: z.literal('NONE') }),
    ]),
    holdRelease: z
      .strictObject({
        approval: word('holdRelease.approval', /^[\w-]{3,64}$/, 'the id of the approval'),
        until: z.iso.datetime({ error: 'holdRelease.until is an instant in UTC' }),
      })
      .nullable()
      .default(null),
  }),
  run: z.strictObject({
    cpu: z.int(),
    memoryGiB: z.int(),
    diskGiB: z.int().min(21, 'Fargate gives 21 to 200 GiB').max(200, 'Fargate gives 21 to 200 GiB'),
    jobs: z.int().min(1).max(64),
  }),
  schedule: z.strictObject({
    days: z
      .array(
        z
          .int()
          .min(2, 'the first day is too early: in some time zones the month before is not over')
          .max(28, 'every month has it only up to 28'),
      )
      .min(1),
    time: word('schedule.time', /^([01]\d|2[0-3]):[0-5]\d$/, 'written like 04:00'),
    timeZone: z.string().refine(isTimeZone, 'is a time zone such as Africa/Nairobi'),
    approvedBy: word(
      'schedule.approvedBy',
      /^[\w .:()-]{1,200}$/,
      'a role or the id of an approval, never a person',
    ),
    finishWithinHours: z.int().min(2),
  }),
  network: z.strictObject({
    vpc: z.discriminatedUnion('kind', [ownNetwork, existingNetwork]),
    sqlServers: z.array(z.strictObject({ cidr, port: z.int().min(1).max(65_535) })).default([]),
  }),
  athena: z.strictObject({
    databases: z.array(glueName('a Glue database')).min(1),
    data: z
      .array(
        z.strictObject({
          bucket: bucketName('a source bucket'),
          prefix: word('a prefix', /^([\w=.-]+\/)+$/, 'a folder that ends with /'),
        }),
      )
      .min(1),
    dataKeys: z.array(keyArn).default([]),
    lakeFormation: z.boolean().default(false),
    scanLimitGB: z.int().min(1, 'at least 1 GB').max(1_000_000),
    resultDays: z.int().min(2).max(365).default(14),
  }),
  received: z
    .strictObject({
      fileSystemId: word(
        'fileSystemId',
        /^fs-[0-9a-f]{8,17}$/,
        'written like fs-0123456789abcdef0',
      ),
      accessPointId: word(
        'accessPointId',
        /^fsap-[0-9a-f]{8,17}$/,
        'written like fsap-0123456789abcdef0',
      ),
      securityGroupId: word(
        'securityGroupId',
        /^sg-[0-9a-f]{8,17}$/,
        'written like sg-0123456789abcdef0',
      ),
    })
    .nullable()
    .default(null),
  secrets: z.array(word('a secret', /^[A-Za-z0-9][\w/-]{1,127}$/, 'a name such as sox/nav')),
  people: z
    .strictObject({
      issuer: word(
        'people.issuer',
        /^https:\/\/[a-z0-9.-]+\.[a-z]{2,}(\/[\w.-]+)*$/,
        'the https address of the OpenID provider, without a slash at the end',
      ),
      clientId: word('people.clientId', /^[\w.-]{1,128}$/, 'the id of the application there'),
      operator: subjects,
      auditor: subjects,
      publisher: subjects,
      custodian: subjects,
    })
    .nullable()
    .default(null),
  alarms: z.strictObject({
    emails: z.array(z.email('is not an address')).default([]),
  }),
  logs: z.strictObject({
    runDays: days(LOG_DAYS).default(400),
    accessDays: z.int().min(90).default(SEVEN_YEARS),
  }),
});

export type Settings = z.infer<typeof shape>;

/** The settings cannot be honoured; the message has one sentence for each mistake. */
export class SettingsError extends Error {
  constructor(where: string, problems: readonly string[]) {
    super(`${where}: ${problems.join('; ')}. See docs/deployment/aws.md for every setting.`);
    this.name = 'SettingsError';
  }
}

/** Settings from a file. @throws SettingsError */
export function readSettings(file: string): Settings {
  let content: unknown;
  try {
    content = JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    throw new SettingsError(file, [
      'it cannot be read as JSON; copy one of deploy/settings/ and fill it in',
    ]);
  }
  return parseSettings(content, file);
}

/** Settings from parsed JSON; every mistake is listed. @throws SettingsError */
export function parseSettings(content: unknown, where = 'settings'): Settings {
  const parsed = shape.safeParse(content);
  if (!parsed.success) {
    throw new SettingsError(
      where,
      parsed.error.issues.map(
        (issue) => `${issue.path.map(String).join('.') || '(top level)'}: ${issue.message}`,
      ),
    );
  }
  const problems = contradictions(parsed.data);
  if (problems.length > 0) throw new SettingsError(where, problems);
  return parsed.data;
}

/** What no single field shows. */
function contradictions(settings: Settings): readonly string[] {
  const { profile, image, evidence, run, schedule, network, people } = settings;
  const { retention } = evidence;
  const production = profile === 'production';
  const memory = FARGATE_SIZES.get(run.cpu);
  const zones = network.vpc.kind === 'own' ? network.vpc.availabilityZones : [];
  const everybody = people === null ? [] : duties(people).flatMap(([, list]) => list);
  const rules: readonly (readonly [boolean, string])[] = [
    [
      (image.digest === undefined) === (image.tag === undefined),
      'image: either a digest or a tag is needed, and not both',
    ],
    [
      production && image.tag !== undefined,
      'image.tag: production names the image by digest, so that what ran is what was approved',
    ],
    [
      production && (retention.mode !== 'COMPLIANCE' || retention.days < SEVEN_YEARS),
      `evidence.retention: production keeps evidence in COMPLIANCE mode for ${SEVEN_YEARS} days or longer`,
    ],
    [
      !production && retention.mode === 'COMPLIANCE',
      'evidence.retention: a trial has no COMPLIANCE mode, because nobody could ever delete its data',
    ],
    [
      !production && longestDays(retention) > TRIAL_DAYS,
      `evidence.retention: a trial keeps its data for ${TRIAL_DAYS} days at most`,
    ],
    [
      retention.mode !== 'NONE' && longestDays(retention) < retention.days,
      'evidence.retention.longestDays: is fewer than days',
    ],
    [
      memory === undefined,
      `run.cpu: Fargate has ${[...FARGATE_SIZES.keys()].join(', ')} processors`,
    ],
    [
      memory !== undefined && (run.memoryGiB < memory[0] || run.memoryGiB > memory[1]),
      `run.memoryGiB: with ${run.cpu} processors Fargate has ${memory?.join(' to ')} GiB`,
    ],
    [
      (run.cpu === 8 && run.memoryGiB % 4 !== 0) || (run.cpu === 16 && run.memoryGiB % 8 !== 0),
      'run.memoryGiB: with 8 processors it is a multiple of 4, with 16 a multiple of 8',
    ],
    [
      new Set(schedule.days).size !== schedule.days.length ||
        schedule.days.some((day, at) => day < (schedule.days[at - 1] ?? 0)),
      'schedule.days: each day once, in order',
    ],
    [
      windowHours(schedule) > HOURS_A_WEEK - 2,
      'schedule: from the first start to the end of the window is more than 166 hours; an alarm looks back one week at most',
    ],
    [deadline(schedule).day > 28, 'schedule: the window must end by day 28, which every month has'],
    [
      zones.some((zone) => zone.slice(0, -1) !== settings.region),
      `network.vpc.availabilityZones: all lie in ${settings.region}`,
    ],
    [
      new Set(everybody).size !== everybody.length,
      'people: one person has two duties; whoever runs, publishes, audits or holds is a different person',
    ],
    [
      people !== null && everybody.length === 0,
      'people: nobody is named; leave it out, or name people for a duty',
    ],
    [
      production && settings.received === null,
      'received: production names the file system with the files people hand over; without it the items that rest on them end with exit 3 every month',
    ],
    [
      new Set(settings.secrets).size !== settings.secrets.length,
      'secrets: one name stands there twice',
    ],
  ];
  return rules.filter(([broken]) => broken).map(([, sentence]) => sentence);
}

/** What the retention in the configuration of a run may ask for at most. */
export function longestDays(retention: Settings['evidence']['retention']): number {
  return retention.mode === 'NONE' ? TRIAL_DAYS : (retention.longestDays ?? retention.days);
}

/** Duties with the people who have them, each as the provider names them in `sub`. */
export function duties(
  people: NonNullable<Settings['people']>,
): readonly (readonly ['operator' | 'auditor' | 'publisher' | 'custodian', readonly string[]])[] {
  return [
    ['operator', people.operator],
    ['auditor', people.auditor],
    ['publisher', people.publisher],
    ['custodian', people.custodian],
  ];
}
