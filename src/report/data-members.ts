import type { ItemPlan } from '../catalog/plan-item.ts';
import { type DataSummary, writeDataSummary } from '../evidence/manifest/data-summary.ts';
import {
  type IntegrityHash,
  integrityLine,
  writeIntegrityHash,
} from '../evidence/manifest/integrity-hash.ts';
import { MEMBER } from '../evidence/manifest/member-path.ts';
import { rowIndexText } from '../evidence/manifest/row-index.ts';
import { writeSchemaJson } from '../evidence/manifest/schema-json.ts';
import type { Extract } from '../extraction/extract.ts';
import type { Member } from './run-record.ts';

/** data/04_data/schema.json: known before anything is extracted. */
export function schemaMember({ item }: ItemPlan): Member {
  return {
    path: MEMBER.schema,
    content: writeSchemaJson({
      columns: item.columns.map(({ name, type, nullable }) => ({
        name,
        type,
        nullable,
        timeZone: item.definition.columns[name]?.timeZone ?? null,
      })),
      sortKey: item.definition.key,
    }),
  };
}

/** What the extract's own members say; `preview` holds exact bytes of the file. */
export function dataMembers(extract: Extract, preview: Uint8Array): readonly Member[] {
  const { blockIndex, bytes, recordCount, contentDigest } = extract;
  const integrity: IntegrityHash = {
    schema: 'integrity-hash/v1',
    algorithm: 'SHA-256',
    hashValue: contentDigest,
    file: MEMBER.extract,
    bytes,
    records: recordCount + 1,
    rowIndex: {
      file: MEMBER.rowIndex,
      blockRecords: blockIndex.blockRecords,
      blocks: blockIndex.blocks.length,
      root: blockIndex.root,
    },
    commands: [
      'sha256sum -c data/04_data/integrity_hash.sha256',
      'openssl dgst -sha256 data/ipe_data.csv',
    ],
  };
  return [
    { path: MEMBER.preview, content: preview },
    {
      path: MEMBER.summary,
      content: writeDataSummary({
        schema: 'data-summary/v1',
        rows: recordCount,
        bytes,
        columns: extract.summary as DataSummary['columns'],
      }),
    },
    { path: MEMBER.integrity, content: writeIntegrityHash(integrity) },
    { path: MEMBER.integrityLine, content: integrityLine(contentDigest) },
    {
      path: MEMBER.rowIndex,
      content: rowIndexText(blockIndex.blocks.map((block, index) => ({ block: index, ...block }))),
    },
  ];
}
