import { chmod } from 'node:fs/promises';
import { join } from 'node:path';
import type { PackageName } from '../evidence/manifest/package-name.ts';
import { EvidenceStoreError, type PackageLocation } from '../evidence/store/store.ts';
import { PipelineError } from '../kernel/errors.ts';
import { makeRunFolder } from '../orchestrator/run-folder.ts';
import type { CertifiedFile } from '../publishing/certified-file.ts';
import type { CertifiedPackage, PublishRules } from '../publishing/certified-package.ts';
import { PublishError } from '../publishing/publish-error.ts';
import type { Publication } from '../publishing/publish-package.ts';
import { awsAccess, WHOLE_PROCESS } from './aws-access.ts';
import { type Config, loadConfig } from './config.ts';
import { ConfigError } from './config-error.ts';
import { evidenceWords } from './evidence-location.ts';
import { openStore } from './open-store.ts';
import { awsOperator } from './operator.ts';
import {
  type Candidate,
  candidatesOf,
  readOperand,
  storedCandidate,
} from './publish-candidates.ts';
import { notPublished, type PublishResult } from './publish-result.ts';
import type { PublishSettings } from './publish-settings.ts';
import { toolVersion } from './tool.ts';

export interface PublishRequest {
  /** Packages (`….zip`) and items. */
  readonly operands: readonly string[];
  /** For items: month or cutoff. */
  readonly period: string | undefined;
  /** For items: all entities unless told. */
  readonly entity: string | undefined;
  readonly withExceptions: boolean;
}

/** What one publication needs beside its package. */
interface Around {
  readonly config: Config;
  readonly publish: PublishSettings;
  readonly withExceptions: boolean;
  readonly log: (line: string) => void;
  readonly signal: AbortSignal;
}

/**
 * Publishes packages one after another; one that is refused does not keep the others, and after an interruption those
 * that were not begun are named too.
 * @throws ParseError, ConfigError, LoginError, PublishError CANCELLED before anything is published
 */
export async function publishPackages(
  request: PublishRequest,
  workingFolder: string,
  log: (line: string) => void,
  signal: AbortSignal,
): Promise<readonly PublishResult[]> {
  const config = loadConfig(workingFolder);
  const { publish, evidence } = config;
  if (publish === null) {
    throw new ConfigError('BAD_CONFIG', 'publish is not configured', {
      advice:
        'Add publish with bucket, prefix, expected_owner, workgroup and database to soxauto.config.json.',
    });
  }
  const asked = await Promise.all(
    request.operands.map((operand) => readOperand(operand, request, workingFolder)),
  );
  // whoever is none of aws.allowed does not even see what is stored (P28)
  await awsOperator(config, signal).catch((thrown: unknown) => {
    throw signal.aborted ? interrupted('before anything was published', thrown) : thrown;
  });
  const store = await openStore(evidence, config, WHOLE_PROCESS);
  let stored: readonly PackageLocation[];
  try {
    stored = await store.list();
  } catch (thrown) {
    if (!(thrown instanceof EvidenceStoreError)) throw thrown;
    return asked.map(({ operand }) => notPublished(operand, thrown));
  }
  const candidates = asked.flatMap((each) =>
    candidatesOf(each, store, stored, evidenceWords(evidence)),
  );
  const around = { config, publish, withExceptions: request.withExceptions, log, signal };
  const results: PublishResult[] = [];
  for (const candidate of candidates) results.push(await resultOf(candidate, around));
  return results;
}

async function resultOf(candidate: Candidate, around: Around): Promise<PublishResult> {
  const { name } = candidate;
  const { log, signal } = around;
  if (signal.aborted) return notPublished(name, interrupted('before this package was begun'));
  try {
    return { package: name, ...(await publishOne(candidate, around)) };
  } catch (thrown) {
    if (thrown instanceof PublishError) return notPublished(name, thrown);
    if (signal.aborted) return notPublished(name, interrupted('in this package', thrown));
    if (!(thrown instanceof PipelineError) && thrown instanceof Error) {
      log(`${name}: a fault of the program\n${thrown.stack}`);
    }
    return notPublished(name, thrown);
  }
}

function interrupted(when: string, cause?: unknown): PublishError {
  return new PublishError('CANCELLED', `publishing was interrupted ${when}`, {
    cause,
    advice: 'Publish again: what is there already is kept and nothing is done twice.',
  });
}

async function publishOne(candidate: Candidate, around: Around): Promise<Publication> {
  const { config, publish, withExceptions, log, signal } = around;
  // the SDK is loaded by those who publish only
  const [{ publishPackage }, { USUAL_PATIENCE: patience }] = await Promise.all([
    import('../publishing/publish-package.ts'),
    import('../publishing/aws-call.ts'),
  ]);
  const { environment, memoryLimit } = config;
  const rules = { withExceptions, environment };
  return await withCertified(candidate, { config, rules, signal }, (certified, folder) =>
    publishPackage(certified, {
      access: () => awsAccess(config, ['athena', 's3'], WHOLE_PROCESS, publish.region ?? undefined),
      target: publish.target,
      patience,
      tool: `soxauto ${toolVersion()}`,
      folder,
      memoryLimit,
      stored: (name, until) => storedFile(name, around, until),
      log: (line) => log(`${candidate.name}: ${line}`),
      signal,
    }),
  );
}

/** Brings a package to a private folder, verifies it there, and takes both away in the end. */
async function withCertified<T>(
  { name, bring }: Candidate,
  {
    config,
    rules,
    signal,
  }: { readonly config: Config; readonly rules: PublishRules; readonly signal: AbortSignal },
  use: (certified: CertifiedPackage, folder: string) => Promise<T>,
): Promise<T> {
  const { openCertified } = await import('../publishing/certified-package.ts');
  const { path: folder, remove } = await makeRunFolder(config.workFolder);
  try {
    await chmod(folder, 0o700);
    const path = join(folder, name);
    await bring(path, signal);
    return await use(await openCertified(path, folder, rules), folder);
  } finally {
    await remove();
  }
}

/** The file that the package of that name must have in the bucket; null where none is stored that may be published. */
async function storedFile(
  name: PackageName,
  { config, publish }: Around,
  signal: AbortSignal,
): Promise<CertifiedFile | null> {
  const { certifiedFile } = await import('../publishing/certified-file.ts');
  const { environment, memoryLimit } = config;
  // listed anew: it may have been sealed since
  const store = await openStore(config.evidence, config, WHOLE_PROCESS);
  const candidate = storedCandidate(name, store, await store.list());
  if (candidate === null) return null;
  // somebody may have published it with its exceptions
  const rules = { withExceptions: true, environment };
  try {
    return await withCertified(candidate, { config, rules, signal }, (certified, folder) =>
      certifiedFile(certified, { target: publish.target, folder, memoryLimit, signal }),
    );
  } catch (thrown) {
    if (thrown instanceof PublishError && thrown.code === 'NOT_PUBLISHABLE') return null;
    throw thrown;
  }
}
