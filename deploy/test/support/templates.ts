import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { deployment } from '../../src/app.ts';
import { parseSettings, type Settings } from '../../src/settings.ts';

export type Json = string | number | boolean | null | readonly Json[] | JsonObject;
export interface JsonObject {
  readonly [key: string]: Json;
}
export interface Resource {
  readonly stack: string;
  readonly id: string;
  readonly type: string;
  readonly properties: JsonObject;
  readonly deletionPolicy: Json | undefined;
}

const folder = dirname(dirname(dirname(fileURLToPath(import.meta.url))));

/** One of the settings files that come with the app, changed where a test wants it. */
export function example(
  profile: 'production' | 'trial',
  change: (settings: Readonly<Record<string, object>>) => object = () => ({}),
): Settings {
  const content = JSON.parse(readFileSync(join(folder, 'settings', `${profile}.json`), 'utf8'));
  return parseSettings({ ...content, ...change(content) });
}

/** Everything the synthesis writes, by file name, as bytes. */
export function synthesised(settings: Settings): ReadonlyMap<string, string> {
  const outdir = mkdtempSync(join(tmpdir(), 'soxauto-deploy-'));
  try {
    deployment(settings, outdir).synth();
    const files = ['evidence', 'run', 'global'].map(
      (stack) => `${settings.name}-${stack}.template.json`,
    );
    return new Map(
      [...files, 'validation-report.json'].map((file) => [
        file,
        readFileSync(join(outdir, file), 'utf8'),
      ]),
    );
  } finally {
    rmSync(outdir, { recursive: true });
  }
}

/** All resources of all stacks, references replaced by the names and ARNs they stand for. */
export function resourcesOf(settings: Settings): readonly Resource[] {
  const stacks = [...synthesised(settings)]
    .filter(([file]) => file.endsWith('.template.json'))
    .map(([file, text]) => [file.replace('.template.json', ''), JSON.parse(text)] as const);
  const exported = new Map<string, Json>();
  const resolved = stacks.map(([stack, template]) => {
    const resources: JsonObject = template.Resources;
    const put = (value: Json): Json => resolve(value, resources, settings, exported);
    for (const output of Object.values(template.Outputs ?? {}) as JsonObject[]) {
      const name = objectAt(output, 'Export')['Name'];
      if (typeof name === 'string') exported.set(name, put(output['Value'] ?? null));
    }
    return Object.entries(resources).map(([id, resource]): Resource => {
      const found = resource as JsonObject;
      return {
        stack,
        id,
        type: String(found['Type']),
        properties: put(objectAt(found, 'Properties')) as JsonObject,
        deletionPolicy: found['DeletionPolicy'],
      };
    });
  });
  return resolved.flat();
}

/** The only resource of a type, or the one whose id begins as said. */
export function one(resources: readonly Resource[], type: string, id = ''): Resource {
  const found = all(resources, type).filter((resource) => resource.id.startsWith(id));
  if (found.length !== 1 || found[0] === undefined) {
    throw new Error(`expected one ${type} ${id}, got ${found.map((each) => each.id).join(', ')}`);
  }
  return found[0];
}

export function all(resources: readonly Resource[], type: string): readonly Resource[] {
  return resources.filter((resource) => resource.type === type);
}

export function objectAt(value: Json | undefined, key: string): JsonObject {
  const found = isObject(value) ? value[key] : undefined;
  return isObject(found) ? found : {};
}

export function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function resolve(
  value: Json,
  resources: JsonObject,
  settings: Settings,
  exported: ReadonlyMap<string, Json>,
): Json {
  const put = (each: Json): Json => resolve(each, resources, settings, exported);
  if (Array.isArray(value)) return value.map(put);
  if (!isObject(value)) return value;
  const [key, inner] = Object.entries(value)[0] ?? [];
  if (Object.keys(value).length === 1 && inner !== undefined) {
    if (key === 'Ref') return reference(String(inner), resources, settings);
    if (key === 'Fn::ImportValue') return exported.get(String(inner)) ?? `unknown ${inner}`;
    if (key === 'Fn::GetAtt' && Array.isArray(inner)) {
      return attribute(String(inner[0]), String(inner[1]), resources, settings);
    }
    if (key === 'Fn::Join' && Array.isArray(inner)) {
      return (put(inner[1] ?? []) as readonly string[]).join(String(inner[0]));
    }
  }
  return Object.fromEntries(Object.entries(value).map(([name, each]) => [name, put(each)]));
}

function reference(id: string, resources: JsonObject, settings: Settings): string {
  const pseudo: Readonly<Record<string, string>> = {
    'AWS::Partition': 'aws',
    'AWS::AccountId': settings.account,
    'AWS::Region': settings.region,
    'AWS::URLSuffix': 'amazonaws.com',
  };
  return pseudo[id] ?? physicalName(id, resources) ?? id;
}

const NAMED = ['BucketName', 'RoleName', 'ManagedPolicyName', 'LogGroupName', 'Name', 'QueueName'];

function physicalName(id: string, resources: JsonObject): string | undefined {
  const properties = objectAt(resources[id], 'Properties');
  const name = NAMED.map((key) => properties[key]).find((value) => typeof value === 'string');
  return typeof name === 'string' ? name : undefined;
}

function attribute(id: string, name: string, resources: JsonObject, settings: Settings): string {
  if (name !== 'Arn') return `${id}.${name}`;
  const { account, region } = settings;
  const called = physicalName(id, resources) ?? id;
  const type = isObject(resources[id]) ? resources[id]['Type'] : '';
  if (type === 'AWS::S3::Bucket') return `arn:aws:s3:::${called}`;
  if (type === 'AWS::IAM::Role') return `arn:aws:iam::${account}:role/${called}`;
  if (type === 'AWS::KMS::Key') return `arn:aws:kms:${region}:${account}:key/${called}`;
  return `arn:aws:any:${region}:${account}:${called}`;
}
