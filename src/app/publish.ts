import { createWriteStream } from 'node:fs';
import { chmod, copyFile, stat, writeFile } from 'node:fs/promises';
import { basename, join, resolve } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { parsePackageName } from '../evidence/manifest/package-name.ts';
import {
  type EvidenceStore,
  EvidenceStoreError,
  type PackageLocation,
} from '../evidence/store/store.ts';
import { ParseError } from '../kernel/errors.ts';
import { parseEntityCode, parseItemId } from '../kernel/ids.ts';
import { parsePeriodOrCutoff } from '../kernel/period.ts';
import { EXIT, type ExitCode } from '../kernel/status.ts';
import { makeRunFolder } from '../orchestrator/run-folder.ts';
import { PUBLISH_EXIT, PublishError } from '../publishing/publish-error.ts';
import type { Publication } from '../publishing/publish-package.ts';
import { awsAccess } from './aws-access.ts';
import { type Config, loadConfig } from './config.ts';
import { ConfigError } from './config-error.ts';
import { openStore } from './open-store.ts';
import { awsOperator } from './operator.ts';
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

/** One package that was to be published. */
export type PublishResult = { readonly package: string } & (
  | Publication
  | {
      readonly state: 'not_published';
      readonly code: string;
      readonly reason: string;
      readonly advice: string | null;
      readonly exitCode: ExitCode;
    }
);

/** Brings a package to a private folder, under its own name. */
interface Candidate {
  readonly name: string;
  bring(path: string): Promise<void>;
}

/**
 * Publishes packages one after another; one that is refused does not keep the others.
 * @throws ParseError, ConfigError before anything is touched
 */
export async function publishPackages(
  request: PublishRequest,
  workingFolder: string,
  log: (line: string) => void,
  signal: AbortSignal,
): Promise<readonly PublishResult[]> {
  const config = loadConfig(workingFolder);
  const { publish } = config;
  if (publish === null) {
    throw new ConfigError('BAD_CONFIG', 'publish is not configured', {
      advice:
        'Add publish with bucket, prefix, expected_owner, workgroup and database to soxauto.config.json.',
    });
  }
  const candidates: Candidate[] = [];
  for (const operand of request.operands) {
    candidates.push(...(await candidatesOf(operand, request, config, workingFolder, signal)));
  }
  // whoever is none of aws.allowed publishes nothing
  await awsOperator(config, signal);
  const access = await awsAccess(config, signal, publish.region ?? undefined);
  const results: PublishResult[] = [];
  for (const candidate of candidates) {
    const { name } = candidate;
    try {
      const said = (line: string) => log(`${name}: ${line}`);
      const { target } = publish;
      const publication = await publishOne(candidate, config, request.withExceptions, (around) => ({
        ...{ access, target, log: said, signal },
        ...around,
      }));
      results.push({ package: name, ...publication });
    } catch (thrown) {
      if (!(thrown instanceof PublishError || thrown instanceof EvidenceStoreError)) throw thrown;
      const { code, message: reason, advice = null } = thrown;
      // a package that cannot be brought is not in the store as it was recorded
      const exitCode = thrown instanceof PublishError ? PUBLISH_EXIT[thrown.code] : EXIT.integrity;
      results.push({ package: name, state: 'not_published', code, reason, advice, exitCode });
    }
    if (signal.aborted) break;
  }
  return results;
}

const WORST_FIRST: readonly ExitCode[] = [
  EXIT.integrity,
  EXIT.exceptions,
  EXIT.source,
  EXIT.usage,
  EXIT.refused,
];

/** domain/sox.md U-3: of several, the one that matters most. */
export function exitCodeOfResults(results: readonly PublishResult[]): ExitCode {
  const codes = results.flatMap((result) => ('exitCode' in result ? [result.exitCode] : []));
  return WORST_FIRST.find((code) => codes.includes(code)) ?? EXIT.pass;
}

type Options = Parameters<typeof import('../publishing/publish-package.ts').publishPackage>[1];

async function publishOne(
  { name, bring }: Candidate,
  { workFolder, environment, memoryLimit }: Config,
  withExceptions: boolean,
  options: (around: Pick<Options, 'patience' | 'tool' | 'folder' | 'memoryLimit'>) => Options,
): Promise<Publication> {
  // the SDK is loaded by those who publish only
  const [{ openCertified }, { publishPackage }, { USUAL_PATIENCE: patience }] = await Promise.all([
    import('../publishing/certified-package.ts'),
    import('../publishing/publish-package.ts'),
    import('../publishing/aws-call.ts'),
  ]);
  const folder = await makeRunFolder(workFolder);
  try {
    await chmod(folder.path, 0o700);
    const path = join(folder.path, name);
    await bring(path);
    const rules = { withExceptions, environment };
    const certified = await openCertified(path, folder.path, rules);
    const tool = `soxauto ${toolVersion()}`;
    return await publishPackage(
      certified,
      options({ patience, tool, folder: folder.path, memoryLimit }),
    );
  } finally {
    await folder.remove();
  }
}

/** @throws ParseError when there is no such package */
async function candidatesOf(
  operand: string,
  request: PublishRequest,
  config: Config,
  workingFolder: string,
  signal: AbortSignal,
): Promise<readonly Candidate[]> {
  if (!operand.endsWith('.zip')) {
    return await newestOfItem(operand, request, await openStore(config.evidence, config, signal));
  }
  const source = resolve(workingFolder, operand);
  if ((await stat(source).catch(() => null))?.isFile() !== true) {
    throw new ParseError('BAD_VALUE', `there is no package ${operand}`, {
      advice: 'Give the path of a package (.zip), or an item with --period.',
    });
  }
  const bring = async (path: string) => {
    await copyFile(source, path);
    // beside it, when it stands there, is the digest that was handed over with it
    await copyFile(`${source}.sha256`, `${path}.sha256`).catch((thrown: unknown) => {
      if (!isMissing(thrown)) throw thrown;
    });
  };
  return [{ name: basename(operand), bring }];
}

/** The newest stored package of each entity: a newer one that may not be published hides no older one. */
async function newestOfItem(
  text: string,
  request: PublishRequest,
  store: EvidenceStore,
): Promise<readonly Candidate[]> {
  const item = parseItemId(text);
  if (request.period === undefined) {
    throw new ParseError('BAD_VALUE', `which period of ${item} is to be published is not said`, {
      advice: 'Give --period <YYYY-MM>, or the path of a package.',
    });
  }
  const { cutoff, id } = parsePeriodOrCutoff(request.period);
  const entity = request.entity === undefined ? null : parseEntityCode(request.entity);
  const newest = new Map<string, PackageLocation>();
  for (const location of (await store.list()).toSorted(olderFirst)) {
    const isAsked = location.item === item && location.cutoff === cutoff;
    if (isAsked && (entity === null || location.entity === entity)) {
      newest.set(location.entity, location);
    }
  }
  if (newest.size === 0) {
    throw new ParseError(
      'BAD_VALUE',
      `no package of ${item}${entity === null ? '' : ` ${entity}`} for ${id} is stored`,
      { advice: `Run it first: ipe run ${item} --period ${id}` },
    );
  }
  return [...newest.values()].map((location) => ({
    name: `${location.packageName}.zip`,
    bring: async (path) => {
      const { zipDigest } = await store.get(location);
      await pipeline(store.read(location), createWriteStream(path, { flags: 'wx', mode: 0o600 }));
      await writeFile(`${path}.sha256`, `${zipDigest}  ${basename(path)}\n`);
    },
  }));
}

function olderFirst(a: PackageLocation, b: PackageLocation): number {
  const order = ({ packageName }: PackageLocation) =>
    `${parsePackageName(packageName).startedAt} ${packageName}`;
  return order(a) < order(b) ? -1 : 1;
}

function isMissing(thrown: unknown): boolean {
  return thrown instanceof Error && 'code' in thrown && thrown.code === 'ENOENT';
}
