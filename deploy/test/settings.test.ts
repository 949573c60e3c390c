import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { parseSettings, readSettings, SettingsError } from '../src/settings.ts';

const folder = join(dirname(dirname(fileURLToPath(import.meta.url))), 'settings');
const content = (profile: string) =>
  JSON.parse(readFileSync(join(folder, `${profile}.json`), 'utf8'));

/** The message for one of the examples with a value put in the place a path names. */
function refused(profile: 'production' | 'trial', path: string, value: unknown): string {
  const settings = content(profile);
  const keys = path.split('.');
  const last = keys.pop() ?? '';
  const at = keys.reduce((inner, key) => inner[key], settings);
  if (value === undefined) delete at[last];
  else at[last] = value;
  try {
    parseSettings(settings);
  } catch (error) {
    if (error instanceof SettingsError) return error.message;
    throw error;
  }
  throw new Error(`${path} was accepted`);
}

describe('the settings', () => {
  it.each(['production', 'trial'])('example of %s can be used as it is', (profile) => {
    expect(readSettings(join(folder, `${profile}.json`)).account).toBe('111122223333');
  });

  it.each([
    ['account', undefined, /account: account is missing; it is an account number of 12 digits/],
    ['account', '1111', /account is an account number of 12 digits/],
    ['account', 111122223333, /account/],
    ['name', 'Sox_Auto"', /short lower case word/],
    ['region', 'cn-north-1', /not supported/],
    ['region', '*', /region is a region such as eu-west-1/],
    ['surprise', 1, /surprise/],
    ['image.digest', 'sha256:12', /sha256: and 64 digits/],
    ['image.digest', undefined, /either a digest or a tag is needed/],
    ['image.tag', 'latest', /by digest/],
    ['image.repository', 'soxauto@sha256', /an ECR repository/],
    ['evidence.retention', { mode: 'NONE' }, /COMPLIANCE mode for 2557 days or longer/],
    ['evidence.retention', { mode: 'COMPLIANCE', days: 2556 }, /2557 days or longer/],
    ['evidence.retention', { mode: 'GOVERNANCE', days: 2557 }, /COMPLIANCE mode/],
    [
      'evidence.retention',
      { mode: 'COMPLIANCE', days: 3000, longestDays: 2999 },
      /longestDays: is fewer than days/,
    ],
    ['evidence.retention', { mode: 'COMPLIANCE', days: 2557, longestDays: 36_501 }, /longestDays/],
    ['evidence.holdRelease', { approval: 'CHG-1', until: 'soon' }, /an instant in UTC/],
    ['evidence.holdRelease', { until: '2026-01-31T00:00:00Z' }, /holdRelease.approval is missing/],
    ['run.cpu', 3, /Fargate has 1, 2, 4, 8, 16 processors/],
    ['run.memoryGiB', 2, /with 2 processors Fargate has 4 to 16 GiB/],
    ['run.diskGiB', 500, /Fargate gives 21 to 200 GiB/],
    ['schedule.days', [1], /the first day is too early/],
    ['schedule.days', [31], /only up to 28/],
    ['schedule.days', [5, 3], /each day once, in order/],
    ['schedule.days', [3, 3], /each day once, in order/],
    ['schedule.days', [], /days/],
    ['schedule.time', '4:00', /written like 04:00/],
    ['schedule.timeZone', 'Mars/Olympus', /is a time zone such as Africa\/Nairobi/],
    ['schedule.finishWithinHours', 200, /an alarm looks back one week at most/],
    ['schedule.approvedBy', undefined, /a role or the id of an approval/],
    ['network.vpc.availabilityZones', ['eu-west-1a'], /two availability zones are needed/],
    ['network.vpc.availabilityZones', ['eu-west-1a', 'us-east-1a'], /all lie in eu-west-1/],
    ['network.vpc.cidr', '0.0.0.0/0', /no wider than \/16/],
    ['network.vpc.cidr', '10.300.0.0/24', /an address range/],
    ['network.sqlServers', [{ cidr: '10.0.0.0/8', port: 1433 }], /no wider than \/16/],
    ['athena.databases', ['*'], /a Glue database is lower case letters/],
    ['athena.data', [{ bucket: '*', prefix: 'a/' }], /a source bucket is a bucket name/],
    ['athena.data', [{ bucket: 'lake', prefix: '*/' }], /a folder that ends with \//],
    ['athena.data', [{ bucket: 'lake', prefix: '' }], /a folder that ends with \//],
    ['athena.dataKeys', ['alias/lake'], /the ARN of a key, not an alias/],
    ['received', undefined, /without it the items that rest on them end with exit 3 every month/],
    ['received.fileSystemId', 'received', /written like fs-0123456789abcdef0/],
    ['received.accessPointId', undefined, /accessPointId is missing/],
    ['received.securityGroupId', '*', /written like sg-0123456789abcdef0/],
    ['secrets', ['sox/*'], /a secret is a name such as sox\/nav/],
    ['secrets', ['sox/nav', 'sox/nav'], /one name stands there twice/],
    ['people.issuer', 'http://login.example.com', /the https address/],
    ['people.issuer', 'https://login.example.com/', /without a slash at the end/],
    ['people.auditor', [{ subject: 'a' }], /a subject is missing; it is exactly/],
    ['people.auditor', ['*'], /without wildcards/],
    ['people.auditor', ['subject-of-operator'], /one person has two duties/],
    ['people.clientId', undefined, /people.clientId is missing/],
    ['alarms.emails', ['nobody'], /is not an address/],
    ['logs.runDays', 100, /is one of 90, 180/],
  ])('production: refuses %s = %j', (path, value, sentence) => {
    expect(refused('production', path, value)).toMatch(sentence);
  });

  it.each([
    ['evidence.retention', { mode: 'COMPLIANCE', days: 2557 }, /nobody could ever delete its data/],
    ['evidence.retention', { mode: 'GOVERNANCE', days: 31 }, /30 days at most/],
    ['evidence.retention', { mode: 'GOVERNANCE', days: 1, longestDays: 31 }, /30 days at most/],
    ['network.vpc.vpcId', 'vpc-x', /written like vpc-0123456789abcdef0/],
    ['network.vpc.subnets', [], /subnets/],
  ])('trial: refuses %s = %j', (path, value, sentence) => {
    expect(refused('trial', path, value)).toMatch(sentence);
  });

  it('refuses people without anybody in them', () => {
    const people = { issuer: 'https://login.example.com', clientId: 'soxauto' };
    expect(refused('production', 'people', people)).toMatch(/nobody is named/);
  });

  it('refuses a window that ends after the last day every month has', () => {
    const late = { ...content('production').schedule, days: [28], finishWithinHours: 30 };
    expect(refused('production', 'schedule', late)).toMatch(/must end by day 28/);
  });

  it('lists every mistake at once, and where to read on', () => {
    const settings = { ...content('production'), account: '1', region: 'x' };
    expect(() => parseSettings(settings, 'settings.json')).toThrow(
      /^settings\.json: account: .+; region: .+\. See docs\/deployment\/aws\.md for every setting\.$/,
    );
    expect(() => parseSettings(null)).toThrow(/\(top level\)/);
  });

  it('refuses a file that is not there', () => {
    expect(() => readSettings(join(folder, 'missing.json'))).toThrow(/cannot be read as JSON/);
  });
});
