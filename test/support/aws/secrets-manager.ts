import { randomBytes, randomUUID } from 'node:crypto';
import { type Call, type JsonService, type Members, ServiceFault } from './service.ts';

/** What a secret holds: text, or bytes. */
export type SecretValue = string | Uint8Array;

/** A refusal that stands until it is lifted. */
export type SecretRefusal =
  | 'AccessDeniedException'
  | 'DecryptionFailure'
  | 'InternalServiceError'
  | 'InvalidRequestException';

interface Version {
  readonly id: string;
  readonly value: SecretValue;
  readonly created: Date;
  readonly stages: Set<string>;
}

interface Secret {
  readonly arn: string;
  readonly name: string;
  readonly versions: Version[];
  refusal: SecretRefusal | null;
  /** A rotation under way: its version becomes the current one at this time. */
  stalled: { readonly version: Version; readonly until: number } | null;
}

export interface SecretsManagerOptions {
  readonly region?: string;
  readonly account?: string;
  readonly clock?: { now(): Date };
}

/** Secrets Manager as its clients see it (design/aws.md 4, 10.6), with its controls. */
export interface SecretsManagerStandIn extends JsonService {
  readonly target: 'secretsmanager';
  /** A new secret; its ARN. */
  create(name: string, value: SecretValue): string;
  /** A new current version, the former one is the previous; the new version's id. */
  rotate(name: string, value: SecretValue): string;
  /**
   * A rotation as it happens: the password changes at once, the version becomes the current one `ms` later.
   * Until then even a fresh read gives a password that no longer works.
   */
  rotateStalled(
    name: string,
    value: SecretValue,
    stalled: { readonly ms: number; readonly setPassword: () => Promise<void> | void },
  ): Promise<string>;
  /** Answers every read of a secret with an error until it is told null. */
  refuse(name: string, refusal: SecretRefusal | null): void;
  /** How often a secret was asked for. */
  reads(name: string): number;
}

const STAGES = { current: 'AWSCURRENT', pending: 'AWSPENDING', previous: 'AWSPREVIOUS' } as const;
const SUFFIX = /-[A-Za-z0-9]{6}$/;

function fault(type: string, message: string, status = 400): ServiceFault {
  return new ServiceFault(type, { Message: message }, status);
}

function text(input: Members, name: string): string | undefined {
  const value = input[name] ?? undefined;
  if (value === undefined || typeof value === 'string') return value;
  throw fault('SerializationException', 'A member of the request is no String');
}

function refusalFault(refusal: SecretRefusal, secret: Secret, call: Call): ServiceFault {
  switch (refusal) {
    case 'AccessDeniedException':
      return fault(
        refusal,
        `User: ${call.caller.arn} is not authorized to perform: secretsmanager:GetSecretValue on resource: ${secret.arn} because no identity-based policy allows the secretsmanager:GetSecretValue action`,
      );
    case 'DecryptionFailure':
      return fault(
        refusal,
        "Secrets Manager can't decrypt the protected secret text using the provided KMS key.",
      );
    case 'InternalServiceError':
      return fault(refusal, 'An error occurred on the server side.', 500);
    case 'InvalidRequestException':
      return fault(
        refusal,
        "You can't perform this operation on the secret because it was marked for deletion.",
      );
  }
}

/** Moves the labels: there is one current version, and the one before it. */
function makeCurrent(secret: Secret, version: Version): void {
  for (const other of secret.versions) {
    other.stages.delete(STAGES.previous);
    if (other.stages.delete(STAGES.current)) other.stages.add(STAGES.previous);
  }
  version.stages.clear();
  version.stages.add(STAGES.current);
}

/** The version a request means. @throws ServiceFault */
function versionAsked(secret: Secret, input: Members): Version {
  const id = text(input, 'VersionId');
  const stage = text(input, 'VersionStage') ?? (id === undefined ? STAGES.current : undefined);
  const found = secret.versions.find(
    (version) =>
      (id === undefined || version.id === id) && (stage === undefined || version.stages.has(stage)),
  );
  if (found !== undefined) return found;
  const what = id === undefined ? `staging label: ${stage}` : `VersionId: ${id}`;
  throw fault(
    'ResourceNotFoundException',
    `Secrets Manager can't find the specified secret value for ${what}`,
  );
}

export function secretsManagerService({
  region = 'eu-west-1',
  account = '123456789012',
  clock = { now: () => new Date() },
}: SecretsManagerOptions = {}): SecretsManagerStandIn {
  const secrets = new Map<string, Secret>();
  const reads = new Map<string, number>();

  const secretNamed = (name: string): Secret => {
    const secret = secrets.get(name);
    if (secret === undefined) throw new Error(`the stand-in holds no secret ${name}`);
    return secret;
  };

  const addVersion = (secret: Secret, value: SecretValue): Version => {
    const version = { id: randomUUID(), value, created: clock.now(), stages: new Set<string>() };
    secret.versions.push(version);
    return version;
  };

  /** By its name, its ARN, or its ARN without the random end. @throws ServiceFault */
  const secretAsked = (input: Members): Secret => {
    const asked = text(input, 'SecretId');
    if (asked === undefined) {
      throw fault(
        'ValidationException',
        "1 validation error detected: Value null at 'secretId' failed to satisfy constraint: Member must not be null",
      );
    }
    const found = [...secrets.values()].find(
      ({ name, arn }) => name === asked || arn === asked || arn.replace(SUFFIX, '') === asked,
    );
    if (found !== undefined) return found;
    throw fault('ResourceNotFoundException', "Secrets Manager can't find the specified secret.");
  };

  const read = (input: Members, call: Call): Members => {
    const secret = secretAsked(input);
    reads.set(secret.name, (reads.get(secret.name) ?? 0) + 1);
    if (secret.refusal !== null) throw refusalFault(secret.refusal, secret, call);
    if (secret.stalled !== null && clock.now().getTime() >= secret.stalled.until) {
      makeCurrent(secret, secret.stalled.version);
      secret.stalled = null;
    }
    const { id, value, created, stages } = versionAsked(secret, input);
    return {
      ARN: secret.arn,
      Name: secret.name,
      VersionId: id,
      ...(typeof value === 'string'
        ? { SecretString: value }
        : { SecretBinary: Buffer.from(value).toString('base64') }),
      VersionStages: [...stages],
      CreatedDate: created.getTime() / 1000,
    };
  };

  return {
    target: 'secretsmanager',
    operations: { GetSecretValue: read },
    create: (name, value) => {
      const suffix = randomBytes(3).toString('hex');
      const secret: Secret = {
        arn: `arn:aws:secretsmanager:${region}:${account}:secret:${name}-${suffix}`,
        name,
        versions: [],
        refusal: null,
        stalled: null,
      };
      secrets.set(name, secret);
      makeCurrent(secret, addVersion(secret, value));
      return secret.arn;
    },
    rotate: (name, value) => {
      const secret = secretNamed(name);
      const version = addVersion(secret, value);
      makeCurrent(secret, version);
      return version.id;
    },
    rotateStalled: async (name, value, { ms, setPassword }) => {
      const secret = secretNamed(name);
      const version = addVersion(secret, value);
      version.stages.add(STAGES.pending);
      await setPassword();
      secret.stalled = { version, until: clock.now().getTime() + ms };
      return version.id;
    },
    refuse: (name, refusal) => {
      secretNamed(name).refusal = refusal;
    },
    reads: (name) => reads.get(name) ?? 0,
  };
}
