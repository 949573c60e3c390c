import { chmod } from 'node:fs/promises';
import { join } from 'node:path';
import { EvidenceStoreError, type PackageLocation } from '../evidence/store/store.ts';
import { PipelineError } from '../kernel/errors.ts';
import { makeRunFolder } from '../orchestrator/run-folder.ts';
import { PublishError } from '../publishing/publish-error.ts';
import type { Publication } from '../publishing/publish-package.ts';
import { awsAccess } from './aws-access.ts';
import { type Config, loadConfig } from './config.ts';
import { ConfigError } from './config-error.ts';
import { evidenceWords } from './evidence-location.ts';
import { openStore } from './open-store.ts';
import { awsOperator } from './operator.ts';
import { type Candidate, candidatesOf, readOperand } from './publish-candidates.ts';
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
  const store = await openStore(evidence, config, signal);
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

async function publishOne(
  { name, bring }: Candidate,
  { config, publish, withExceptions, log, signal }: Around,
): Promise<Publication> {
  // the SDK is loaded by those who publish only
  const [{ openCertified }, { publishPackage }, { USUAL_PATIENCE: patience }] = await Promise.all([
    import('../publishing/certified-package.ts'),
    import('../publishing/publish-package.ts'),
    import('../publishing/aws-call.ts'),
  ]);
  const { workFolder, environment, memoryLimit } = config;
  const { path: folder, remove } = await makeRunFolder(workFolder);
  try {
    await chmod(folder, 0o700);
    const path = join(folder, name);
    await bring(path, signal);
    const certified = await openCertified(path, folder, { withExceptions, environment });
    return await publishPackage(certified, {
      access: await awsAccess(config, ['athena', 's3'], signal, publish.region ?? undefined),
      target: publish.target,
      patience,
      tool: `soxauto ${toolVersion()}`,
      folder,
      memoryLimit,
      log: (line) => log(`${name}: ${line}`),
      signal,
    });
  } finally {
    await remove();
  }
}
