import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { catalogTables } from '../catalog/catalog-tables.ts';
import type { CompiledCatalog } from '../catalog/compiled-catalog.ts';
import type { SourceDefinition } from '../catalog/definition.ts';
import type { ItemPlan } from '../catalog/plan-item.ts';
import { csvRecord } from '../kernel/csv-dialect.ts';
import { parseItemId } from '../kernel/ids.ts';
import { type Json, memberJson } from '../kernel/json.ts';
import { custodyJson } from '../received/custody.ts';
import { newestReceived } from '../received/inbox.ts';
import { ReceivedFileError } from '../received/received-error.ts';
import { type CompanyFile, writeReceivedTables } from '../received/received-tables.ts';
import type { Member } from '../report/run-record.ts';
import { RunnerError } from '../runners/runner.ts';

/**
 * Files received for the companies of a plan: of the first inbox that has one for a company, the newest.
 * @throws ReceivedFileError
 */
async function receivedFiles(
  inboxes: readonly string[],
  { item, companies, period }: ItemPlan,
): Promise<readonly CompanyFile[]> {
  const files: CompanyFile[] = [];
  for (const { code, entity } of companies) {
    const wanted = { item: parseItemId(item.definition.id), entity, period: period.id };
    for (const inbox of inboxes) {
      const file = await newestReceived(inbox, wanted);
      if (file === null) continue;
      files.push({ ...file, company: code });
      break;
    }
  }
  return files;
}

async function writeCatalogTables(
  catalog: CompiledCatalog,
  { tables }: SourceDefinition,
  folder: string,
): Promise<void> {
  for (const [name, rows] of Object.entries(catalogTables(catalog))) {
    const header = Object.keys(tables[name]?.columns ?? {});
    await writeFile(join(folder, `${name}.csv`), [header, ...rows].map(csvRecord).join(''));
  }
}

/**
 * Writes the tables of the sources that are no systems, the catalog itself and received files, below `scratch`:
 * folders of table files by source name.
 * @throws RunnerError SOURCE_UNAVAILABLE when nothing was handed over for the plan, SOURCE_CORRUPT when it cannot be read
 */
export async function writeTables(request: {
  readonly plan: ItemPlan;
  readonly catalog: CompiledCatalog;
  readonly names: readonly string[];
  readonly inboxes: readonly string[];
  readonly scratch: string;
}): Promise<ReadonlyMap<string, string>> {
  const { plan, catalog, names, inboxes, scratch } = request;
  const written = new Map<string, string>();
  for (const source of catalog.sources.filter(({ name }) => names.includes(name))) {
    const { origin = 'system' } = source;
    if (origin === 'system') continue;
    const folder = join(scratch, `tables_${source.name}`);
    await mkdir(folder);
    if (origin === 'catalog') {
      await writeCatalogTables(catalog, source, folder);
    } else {
      await writeReceived(source, plan, inboxes, folder);
    }
    written.set(source.name, folder);
  }
  return written;
}

async function writeReceived(
  source: SourceDefinition,
  plan: ItemPlan,
  inboxes: readonly string[],
  folder: string,
): Promise<void> {
  try {
    const files = await receivedFiles(inboxes, plan);
    if (files.length === 0) throw nothingReceived(plan, inboxes);
    await writeReceivedTables({ source, files, folder });
  } catch (cause) {
    if (!(cause instanceof ReceivedFileError)) throw cause;
    const code = cause.code === 'NOT_RECEIVED' ? 'SOURCE_UNAVAILABLE' : 'SOURCE_CORRUPT';
    throw new RunnerError(code, cause.message, {
      cause,
      ...(cause.advice === undefined ? {} : { advice: cause.advice }),
    });
  }
}

function nothingReceived(
  { item, entity, period }: ItemPlan,
  inboxes: readonly string[],
): ReceivedFileError {
  const { id } = item.definition;
  return new ReceivedFileError(
    'NOT_RECEIVED',
    `no file was received for ${id} ${entity} ${period.id}; looked in ${inboxes.join(' and ')}`,
    {
      advice: `Take it in first: ipe receive ${id} <file> --period ${period.id} --entity <code> …`,
    },
  );
}

/** `IPE export.CSV` → `ipe_export.csv`: a name a package member may have. */
function memberName(fileName: string): string {
  const safe = fileName.toLowerCase().replaceAll(/[^a-z0-9._-]+/g, '_');
  return safe.slice(-80);
}

/**
 * The files an item's rows were received in, byte for byte, and how each came (domain/sox.md P-1); none for items
 * that read systems.
 * @throws ReceivedFileError
 */
export async function attachments(
  plan: ItemPlan,
  catalog: CompiledCatalog,
  inboxes: readonly string[],
): Promise<readonly Member[]> {
  const source = catalog.sources.find(({ name }) => name === plan.item.definition.source);
  if (source?.origin !== 'received') return [];
  const files = await receivedFiles(inboxes, plan);
  return await Promise.all(
    files.map(async ({ custody, path }) => ({
      custody,
      member: {
        path: `data/04_data/as_received_${custody.entity.toLowerCase()}_${memberName(custody.fileName)}`,
        content: await readFile(path),
      },
    })),
  ).then((received) => [
    ...received.map(({ member }) => member),
    {
      path: 'data/04_data/as_received.json',
      content: memberJson(
        received.map(({ custody, member }) => ({ file: member.path, ...custodyJson(custody) })),
      ),
    },
  ]);
}

/**
 * What tells one state of the sources that are no systems from another, by source name: the catalog's fingerprints,
 * the digests of the received files.
 * @throws ReceivedFileError
 */
export async function writtenMarks(
  plan: ItemPlan,
  catalog: CompiledCatalog,
  names: readonly string[],
  inboxes: readonly string[],
): Promise<Readonly<Record<string, Json>>> {
  const marks: Record<string, Json> = {};
  for (const { name, origin = 'system' } of catalog.sources) {
    if (!names.includes(name) || origin === 'system') continue;
    marks[name] =
      origin === 'catalog'
        ? catalog.items.map(({ fingerprint }) => fingerprint.sha256)
        : (await receivedFiles(inboxes, plan)).map(({ company, custody }) => [
            company,
            custody.sha256,
            custody.takenInAt,
          ]);
  }
  return marks;
}
