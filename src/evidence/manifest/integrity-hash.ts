import { z } from 'zod';
import type { Sha256 } from '../../kernel/digest.ts';
import { countField, rootField, sha256Field } from './fields.ts';
import { fileObject } from './file-object.ts';
import { readJsonFile, writeJsonFile } from './json-file.ts';
import { MEMBER } from './member-path.ts';

/** data/04_data/integrity_hash.json: the extract's digest and how to recompute it (evidence-package 2). */
const integrityHashSchema = fileObject({
  schema: z.literal('integrity-hash/v1'),
  algorithm: z.literal('SHA-256'),
  hashValue: sha256Field,
  file: z.literal(MEMBER.extract),
  bytes: countField,
  /** Records with the header. */
  records: countField,
  rowIndex: fileObject({
    file: z.literal(MEMBER.rowIndex),
    blockRecords: z.int().positive(),
    blocks: countField,
    root: rootField,
  }),
  /** Shell lines that recompute it, run from the package's folder. */
  commands: z.array(z.string()),
});
export type IntegrityHash = z.output<typeof integrityHashSchema>;

export function writeIntegrityHash(hash: IntegrityHash): string {
  return writeJsonFile(integrityHashSchema, hash);
}

/** @throws ManifestError BAD_JSON, BAD_MEMBER_FILE */
export function readIntegrityHash(bytes: Uint8Array): IntegrityHash {
  return readJsonFile(integrityHashSchema, bytes);
}

/** data/04_data/integrity_hash.sha256: one line for `sha256sum -c`, run from the package's folder. */
export function integrityLine(extractDigest: Sha256): string {
  return `${extractDigest}  ${MEMBER.extract}\n`;
}
