import { lakeName } from '../catalog/portable-sql/lake-names.ts';
import type { ExtractSchema } from '../evidence/manifest/schema-json.ts';
import { type DataType, dataTypeText } from '../kernel/data-type.ts';
import { fromCsvText } from '../workbench/csv-text.ts';
import type { CertifiedPackage } from './certified-package.ts';
import { PublishError } from './publish-error.ts';

/** A column of a published table. */
export interface PublishedColumn {
  /** As BI tools see it: the lake's convention (decision 0013). */
  readonly name: string;
  /** Athena's name of the type in DDL. */
  readonly type: string;
}

/** A column of the extract, published. */
export interface DataColumn extends PublishedColumn {
  /** Its name in the package. */
  readonly original: string;
  readonly declared: DataType;
}

/** Columns the files do not hold: Athena takes them from the partition. */
export const PARTITION_COLUMNS = ['period', 'entity'] as const;

const NAME = /^[a-z_][a-z0-9_]{0,254}$/;
/** Fraction digits that Athena keeps of a timestamp in Parquet; finer ones are published as text. */
const FINEST = 3;

/** What leads every row back to its evidence: column and value, the same for all rows. */
export function evidenceColumns(
  certified: CertifiedPackage,
): readonly (readonly [name: string, value: string | null])[] {
  return [
    ['ipe_package', certified.name],
    ['ipe_package_sha256', certified.packageDigest],
    ['ipe_zip_sha256', certified.zipDigest],
    ['ipe_content_sha256', certified.contentDigest],
    ['ipe_outcome', certified.outcome],
    ['ipe_data_kind', certified.dataKind],
    ['ipe_environment', certified.environment],
  ];
}

/** The extract's columns under the lake's names. @throws PublishError UNNAMED_COLUMNS */
export function dataColumns(
  { columns }: ExtractSchema,
  added: readonly string[],
): readonly DataColumn[] {
  const published = columns.map(({ name, type }) => ({
    name: lakeName(name),
    type: athenaType(type),
    original: name,
    declared: type,
  }));
  const names = [...added, ...PARTITION_COLUMNS, ...published.map(({ name }) => name)];
  const bad = published.filter(
    ({ name }) => !NAME.test(name) || names.indexOf(name) !== names.lastIndexOf(name),
  );
  if (bad.length === 0) return published;
  throw new PublishError(
    'UNNAMED_COLUMNS',
    `columns have no name of their own in the lake: ${bad.map(({ name, original }) => `${JSON.stringify(original)} (${name})`).join(', ')}`,
    { advice: 'Name these columns otherwise in the definition of the item.' },
  );
}

/** The type in DDL: exact, or text. */
export function athenaType(type: DataType): string {
  switch (type.kind) {
    case 'integer':
      return 'bigint';
    case 'boolean':
    case 'date':
      return type.kind;
    case 'decimal':
      return dataTypeText(type);
    case 'timestamp':
      return type.fraction <= FINEST ? 'timestamp' : 'string';
    default:
      return 'string';
  }
}

/** SQL of the workbench for the published value of a csv/v1 text. */
export function publishedValue(text: string, type: DataType): string {
  return athenaType(type) === 'string' ? text : fromCsvText(text, type);
}
