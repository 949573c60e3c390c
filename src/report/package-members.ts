import { writeEvidenceJson } from '../evidence/manifest/evidence-json.ts';
import { MEMBER } from '../evidence/manifest/member-path.ts';
import { writePreflight } from '../evidence/manifest/preflight-json.ts';
import { writeTrend } from '../evidence/manifest/trend-json.ts';
import { dataMembers, schemaMember } from './data-members.ts';
import { definitionJson } from './definition-json.ts';
import { evidenceOf } from './evidence.ts';
import { measureMembers } from './measure-member.ts';
import { parametersJson } from './parameters-json.ts';
import { preflightOf } from './preflight/preflight.ts';
import { queryMembers } from './query-members.ts';
import { readmeText } from './readme-text.ts';
import { runMembers } from './run-members.ts';
import type { Member, RunRecord } from './run-record.ts';
import { startPage } from './start-page.ts';
import { testMembers } from './test-members.ts';

/** Files of the run that stand on disk or grew while it ran. */
export interface RunFiles {
  /** data/execution.log */
  readonly log: string;
  /** data/04_data/data_snapshot.csv; empty when there is no extract. */
  readonly preview: Uint8Array;
  /** All offending rows by check id, csv/v1. */
  readonly exceptions: ReadonlyMap<string, Uint8Array>;
  /** Rows the control queries delivered by query name, csv/v1. */
  readonly controls: ReadonlyMap<string, Uint8Array>;
  /** data/04_data/as_received_*: files as they were received. */
  readonly attachments: readonly Member[];
}

/** Every member but the extract itself, the manifests and the bag's own files (evidence-package 2). */
export function packageMembers(record: RunRecord, files: RunFiles): readonly Member[] {
  const { extraction, plan } = record;
  return [
    { path: MEMBER.readme, content: readmeText(record) },
    { path: MEMBER.definition, content: definitionJson(plan) },
    ...queryMembers(record),
    { path: MEMBER.parameters, content: parametersJson(plan) },
    schemaMember(plan),
    ...(extraction.completed ? dataMembers(extraction.extract, files.preview) : []),
    ...(extraction.completed ? measureMembers(extraction.measure) : []),
    ...testMembers(record, files.exceptions),
    { path: MEMBER.preflight, content: writePreflight(preflightOf(record)) },
    { path: MEMBER.trend, content: writeTrend(record.trend) },
    ...[...files.controls].map(([name, content]) => ({
      path: `data/05_tests/control_${name}.csv`,
      content,
    })),
    ...files.attachments,
    ...runMembers(record),
    { path: MEMBER.evidence, content: writeEvidenceJson(evidenceOf(record)) },
    { path: MEMBER.log, content: files.log },
    { path: MEMBER.startPage, content: startPage(record, files.preview) },
  ];
}
