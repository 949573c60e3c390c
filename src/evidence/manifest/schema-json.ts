import { z } from 'zod';
import { CSV_DIALECT } from '../../kernel/csv-dialect.ts';
import { type DataType, dataTypeText, parseDataType } from '../../kernel/data-type.ts';
import { countField } from './fields.ts';
import { fileObject } from './file-object.ts';
import { readJsonFile, writeJsonFile } from './json-file.ts';

/** A column of the extract, in file order. */
export interface SchemaColumn {
  readonly name: string;
  readonly type: DataType;
  readonly nullable: boolean;
  /** IANA zone of a zone-less timestamp's wall time, or `per company`; null when none is declared. */
  readonly timeZone: string | null;
}

/** data/04_data/schema.json (evidence-package 2). */
export interface ExtractSchema {
  readonly columns: readonly SchemaColumn[];
  /** The declared key: records ascend by it. */
  readonly sortKey: readonly string[];
}

/** As many as SQL Server's widest result has. */
const MOST_COLUMNS = 4096;

const columnOnDisk = fileObject({
  name: z.string().min(1),
  type: z.string(),
  precision: countField.nullable(),
  scale: countField.nullable(),
  nullable: z.boolean(),
  timeZone: z.string().min(1).nullable(),
});

const schemaOnDisk = fileObject({
  schema: z.literal('extract-schema/v1'),
  dialect: z.literal(CSV_DIALECT),
  columns: z.array(columnOnDisk).min(1).max(MOST_COLUMNS),
  sortKey: z.array(z.string()).min(1).max(MOST_COLUMNS),
}).superRefine(({ columns, sortKey }, context) => {
  const names = new Set(columns.map(({ name }) => name));
  if (names.size < columns.length) context.addIssue('a column name stands twice');
  if (new Set(sortKey).size < sortKey.length) context.addIssue('a key column stands twice');
  for (const name of sortKey.filter((key) => !names.has(key))) {
    context.addIssue(`key column ${JSON.stringify(name)} is no column`);
  }
  for (const { name, type, precision, scale } of columns) {
    const facts = typeFacts(type);
    if (facts !== undefined && facts.precision === precision && facts.scale === scale) continue;
    context.addIssue(`column ${JSON.stringify(name)}: type, precision and scale disagree`);
  }
});

function digitsOf(type: DataType): { precision: number | null; scale: number | null } {
  if (type.kind === 'decimal') return { precision: type.precision, scale: type.scale };
  if ('fraction' in type) return { precision: type.fraction, scale: null };
  return { precision: null, scale: null };
}

function typeFacts(text: string): ReturnType<typeof digitsOf> | undefined {
  try {
    return digitsOf(parseDataType(text));
  } catch {
    return undefined;
  }
}

export function writeSchemaJson({ columns, sortKey }: ExtractSchema): string {
  return writeJsonFile(schemaOnDisk, {
    schema: 'extract-schema/v1',
    dialect: CSV_DIALECT,
    columns: columns.map(({ name, type, nullable, timeZone }) => ({
      name,
      type: dataTypeText(type),
      ...digitsOf(type),
      nullable,
      timeZone,
    })),
    sortKey: [...sortKey],
  });
}

/** @throws ManifestError BAD_JSON, BAD_MEMBER_FILE */
export function readSchemaJson(bytes: Uint8Array): ExtractSchema {
  const { columns, sortKey } = readJsonFile(schemaOnDisk, bytes);
  return {
    columns: columns.map(({ name, type, nullable, timeZone }) => ({
      name,
      type: parseDataType(type),
      nullable,
      timeZone,
    })),
    sortKey,
  };
}
