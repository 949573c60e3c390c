import { copyFile, mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { SourceColumnDefinition, SourceDefinition } from '../catalog/definition.ts';
import { csvRecord } from '../kernel/csv-dialect.ts';
import { quoteIdentifier, quoteLiteral } from '../workbench/identifiers.ts';
import { Workbench } from '../workbench/workbench.ts';
import type { Custody } from './custody.ts';
import type { ReceivedFile } from './inbox.ts';
import { ReceivedFileError } from './received-error.ts';

/** A received file and the company its rows belong to. */
export interface CompanyFile extends ReceivedFile {
  readonly company: string;
}

/** Columns every received table has beside those of the file. */
const COMPANY = 'ID_Company';
const ROW_NUMBER = 'Row No';
/** Nothing is guessed: comma, double quotes, a header; an empty unquoted field is NULL. */
const READING =
  "auto_detect = false, delim = ',', quote = '\"', escape = '\"', nullstr = '', allow_quoted_nulls = false, strict_mode = true, null_padding = false";

/**
 * Writes the tables `export` and `declaration` of a source of received files into `folder`, one CSV file each, as
 * the queries read them: headers brought to the declared names, rows numbered, the company added. Values stay text
 * as they stand in the file; the reader of the table refuses what is not of its type, with its place.
 * @throws ReceivedFileError BAD_FILE naming the file and what is wrong with it
 */
export async function writeReceivedTables(request: {
  readonly source: SourceDefinition;
  readonly files: readonly CompanyFile[];
  readonly folder: string;
}): Promise<void> {
  const { source, files, folder } = request;
  const columns = source.tables['export']?.columns ?? {};
  const working = join(folder, '.received');
  await mkdir(working, { recursive: true });
  const workbench = await Workbench.open({ folder: working, threads: 1 });
  try {
    const selects: string[] = [];
    for (const [index, file] of files.entries()) {
      // The workbench reads nothing outside its folder.
      const copy = join(working, `${index}.csv`);
      await copyFile(file.path, copy);
      selects.push(await selectOf(workbench, copy, file, columns));
    }
    const names = Object.keys(columns).map(quoteIdentifier).join(', ');
    await workbench.copyToCsv(
      `SELECT ${names} FROM (${selects.join(' UNION ALL ')})`,
      join(working, 'export.csv'),
    );
    await copyFile(join(working, 'export.csv'), join(folder, 'export.csv'));
  } finally {
    await workbench.close();
    await rm(working, { recursive: true, force: true });
  }
  await writeFile(join(folder, 'declaration.csv'), declarations(source, files));
}

async function headerOf(workbench: Workbench, copy: string, { custody }: CompanyFile) {
  const read = `SELECT * FROM read_csv(${quoteLiteral(copy)}, header = false, skip = 0, all_varchar = true, delim = ',', quote = '"', escape = '"') LIMIT 1`;
  try {
    const [header = []] = await workbench.rows(read);
    return header.map((name) => name ?? '');
  } catch (cause) {
    throw notCsv(custody, cause);
  }
}

async function selectOf(
  workbench: Workbench,
  copy: string,
  file: CompanyFile,
  columns: Readonly<Record<string, SourceColumnDefinition>>,
): Promise<string> {
  const header = await headerOf(workbench, copy, file);
  const { custody } = file;
  const declared = header.map((name) => `${quoteLiteral(name)}: 'VARCHAR'`).join(', ');
  const values = Object.entries(columns).map(([name, column]) => {
    if (name === COMPANY) return `${quoteLiteral(file.company)} AS ${quoteIdentifier(name)}`;
    if (name === ROW_NUMBER)
      return `CAST(row_number() OVER () AS VARCHAR) AS ${quoteIdentifier(name)}`;
    const spelt = [name, ...(column.aliases ?? [])].filter((each) => header.includes(each));
    const [only, second] = spelt;
    if (second !== undefined || header.filter((each) => each === only).length > 1) {
      throw unclear(custody.fileName, name, `has it more than once: ${spelt.join(', ')}`);
    }
    if (only !== undefined) return `${quoteIdentifier(only)} AS ${quoteIdentifier(name)}`;
    if (column.nullable !== false) return `CAST(NULL AS VARCHAR) AS ${quoteIdentifier(name)}`;
    throw unclear(custody.fileName, name, `has only ${header.join(', ')}`);
  });
  const select = `SELECT ${values.join(', ')} FROM read_csv(${quoteLiteral(copy)}, header = true, columns = {${declared}}, ${READING})`;
  try {
    await workbench.rows(`SELECT count(*) FROM (${select})`);
  } catch (cause) {
    throw notCsv(custody, cause);
  }
  return select;
}

/** What the engine said stays in the cause: it names files of this machine. */
function notCsv({ fileName, entity }: Custody, cause: unknown): ReceivedFileError {
  return new ReceivedFileError('BAD_FILE', `${fileName} (${entity}) is no CSV file we accept`, {
    cause,
    advice:
      'Expected UTF-8, comma separated, one header line, every record with as many fields as the header.',
  });
}

function unclear(file: string, column: string, what: string): ReceivedFileError {
  return new ReceivedFileError(
    'BAD_FILE',
    `${file}: expected one column ${JSON.stringify(column)}, the file ${what}`,
    { advice: 'Ask the sender for the export with its usual header.' },
  );
}

function declarations(source: SourceDefinition, files: readonly CompanyFile[]): string {
  const header = Object.keys(source.tables['declaration']?.columns ?? {});
  const rows = files.map(({ company, custody }) => [
    company,
    custody.declaredRows.toString(),
    custody.declaredTotal.amount,
    custody.fileName,
    custody.sha256,
    custody.receivedAt.replace('Z', ''),
  ]);
  return [header, ...rows].map(csvRecord).join('');
}
