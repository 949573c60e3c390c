import { all, isObject, type Json, type JsonObject, type Resource } from './templates.ts';

/** A call somebody makes, with what AWS knows about it. */
export interface Call {
  readonly by: string;
  readonly action: string;
  readonly on: string;
  readonly context?: Readonly<Record<string, string>>;
}
export type Verdict = 'allowed' | 'not allowed' | 'refused';

export interface Statement {
  /** Where it stands, for messages. */
  readonly at: string;
  readonly sid: string;
  readonly effect: string;
  /** Policies of a bucket or key are for all or some principals; of a role for the role. */
  readonly principal: Json | undefined;
  readonly actions: readonly string[];
  readonly resources: readonly string[];
  readonly conditions: JsonObject;
  readonly negated: boolean;
}

/** Every statement of every policy in the templates. */
export function statementsOf(resources: readonly Resource[]): readonly Statement[] {
  return resources.flatMap((resource) =>
    documents(resource.properties).flatMap((document) =>
      list(document['Statement']).map((each) => statement(resource.id, each as JsonObject)),
    ),
  );
}

/**
 * What AWS would say, for calls inside one account: a refusal anywhere wins, otherwise somebody must allow it.
 * Knows the operators the templates use and throws on any other.
 */
export function verdict(resources: readonly Resource[], call: Call): Verdict {
  const own = [...policiesOf(resources, call.by), ...resourcePolicies(resources, call.on)];
  const applicable = statementsOf(own).filter((each) => applies(each, call));
  if (applicable.some(({ effect }) => effect === 'Deny')) return 'refused';
  return applicable.some(({ effect }) => effect === 'Allow') ? 'allowed' : 'not allowed';
}

/** Whether one statement is about a call. */
export function applies(each: Statement, call: Call): boolean {
  if (each.negated) throw new Error(`${each.at}: NotAction and NotResource are not understood`);
  return (
    isAbout(each.principal, call.by) &&
    each.actions.some((pattern) => matches(pattern.toLowerCase(), call.action.toLowerCase())) &&
    each.resources.some((pattern) => matches(pattern, call.on)) &&
    holds(each.conditions, { 'aws:PrincipalArn': call.by, ...call.context })
  );
}

function policiesOf(resources: readonly Resource[], arn: string): readonly Resource[] {
  const name = arn.split('role/')[1];
  const role = all(resources, 'AWS::IAM::Role').find(
    ({ properties }) => properties['RoleName'] === name,
  );
  if (role === undefined) return [];
  const attached = list(role.properties['ManagedPolicyArns']);
  return [
    ...all(resources, 'AWS::IAM::ManagedPolicy').filter(({ properties }) =>
      attached.includes(properties['ManagedPolicyName'] ?? null),
    ),
    ...all(resources, 'AWS::IAM::Policy').filter(({ properties }) =>
      list(properties['Roles']).includes(name ?? null),
    ),
  ];
}

function resourcePolicies(resources: readonly Resource[], on: string): readonly Resource[] {
  const bucket = /^arn:aws:s3:::([^/]+)/.exec(on)?.[1];
  const key = /^arn:aws:kms:[^/]+\/(.+)/.exec(on)?.[1];
  return [
    ...all(resources, 'AWS::S3::BucketPolicy').filter(
      ({ properties }) => properties['Bucket'] === bucket,
    ),
    // a key's star is the key itself
    ...all(resources, 'AWS::KMS::Key').filter(({ id }) => id === key),
  ];
}

function documents(properties: JsonObject): readonly JsonObject[] {
  return Object.values(properties).flatMap((value): readonly JsonObject[] => {
    if (Array.isArray(value)) return value.filter(isObject).flatMap(documents);
    if (!isObject(value)) return [];
    return 'Statement' in value ? [value] : documents(value);
  });
}

function statement(at: string, raw: JsonObject): Statement {
  const conditions = raw['Condition'];
  return {
    at,
    sid: String(raw['Sid'] ?? ''),
    effect: String(raw['Effect']),
    principal: raw['Principal'],
    actions: list(raw['Action']).map(String),
    resources: list(raw['Resource']).map(String),
    conditions: isObject(conditions) ? conditions : {},
    negated: 'NotAction' in raw || 'NotResource' in raw || 'NotPrincipal' in raw,
  };
}

function isAbout(principal: Json | undefined, by: string): boolean {
  if (principal === undefined || principal === '*') return true;
  if (!isObject(principal)) return false;
  if (list(principal['Service']).includes(by)) return true;
  return list(principal['AWS']).some((each) => each === '*' || each === by);
}

function holds(conditions: JsonObject, context: Readonly<Record<string, string>>): boolean {
  return Object.entries(conditions).every(([operator, keys]) =>
    Object.entries(keys as JsonObject).every(([key, wanted]) =>
      test(operator, context[key], list(wanted).map(String)),
    ),
  );
}

/** A key that is not there makes a positive operator false and a negated one true. */
function test(operator: string, got: string | undefined, wanted: readonly string[]): boolean {
  const any = (same: (value: string, each: string) => boolean) =>
    got !== undefined && wanted.some((each) => same(got, each));
  switch (operator) {
    case 'Null':
      return wanted.includes(String(got === undefined));
    case 'StringEquals':
    case 'ArnEquals':
    case 'Bool':
      return any((value, each) => value === each);
    case 'StringNotEquals':
    case 'ArnNotEquals':
      return !any((value, each) => value === each);
    case 'StringLike':
    case 'ArnLike':
      return any((value, each) => matches(each, value));
    case 'ArnNotLike':
      return !any((value, each) => matches(each, value));
    case 'NumericLessThan':
      return any((value, each) => Number(value) < Number(each));
    case 'NumericGreaterThan':
      return any((value, each) => Number(value) > Number(each));
    case 'DateGreaterThan':
      return any((value, each) => Date.parse(value) > Date.parse(each));
    default:
      throw new Error(`the operator ${operator} is not understood`);
  }
}

/** `*` and `?` as policies mean them. */
export function matches(pattern: string, text: string): boolean {
  const source = pattern
    .replace(/[.+^${}()|[\]\\]/g, '\\$&')
    .replaceAll('*', '.*')
    .replaceAll('?', '.');
  return new RegExp(`^${source}$`, 's').test(text);
}

export function list(value: Json | undefined): readonly Json[] {
  if (value === undefined) return [];
  return Array.isArray(value) ? value : [value as Json];
}
