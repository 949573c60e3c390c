import { messageOf } from '../../kernel/errors.ts';
import { type BagInfo, parseBagInfo } from '../manifest/bag-info.ts';
import { type DataSummary, readDataSummary } from '../manifest/data-summary.ts';
import { type Evidence, readEvidenceJson } from '../manifest/evidence-json.ts';
import { type IntegrityHash, readIntegrityHash } from '../manifest/integrity-hash.ts';
import { type MeasureJson, readMeasure } from '../manifest/measure-json.ts';
import { MEMBER } from '../manifest/member-path.ts';
import { type Preflight, readPreflight } from '../manifest/preflight-json.ts';
import { type RunStart, readRunStart } from '../manifest/run-start.ts';
import { type ExtractSchema, readSchemaJson } from '../manifest/schema-json.ts';
import { readStatedDefinition, type StatedDefinition } from '../manifest/stated-definition.ts';
import { readTrend, type Trend } from '../manifest/trend-json.ts';
import { readValidationResults, type ValidationResults } from '../manifest/validation-results.ts';
import type { Defect } from './report.ts';

/** Contents of the members that state facts, by path. */
export type Contents = ReadonlyMap<string, Uint8Array>;

/** What the package states, as far as it can be read. */
export interface Statements {
  readonly evidence: Evidence | undefined;
  readonly schema: ExtractSchema | undefined;
  readonly results: ValidationResults | undefined;
  readonly summary: DataSummary | undefined;
  readonly integrity: IntegrityHash | undefined;
  readonly runStart: RunStart | undefined;
  readonly bagInfo: BagInfo | undefined;
  readonly definition: StatedDefinition | undefined;
  readonly preflight: Preflight | undefined;
  readonly trend: Trend | undefined;
  readonly measure: MeasureJson | undefined;
  /** Files that are there but not of their form. */
  readonly defects: readonly Defect[];
}

/** Reads every file that states facts; a file that is absent states nothing. */
export function readStatements(contents: Contents): Statements {
  const defects: Defect[] = [];
  function read<Value>(path: string, parse: (bytes: Uint8Array) => Value): Value | undefined {
    const bytes = contents.get(path);
    if (bytes === undefined) return undefined;
    try {
      return parse(bytes);
    } catch (error) {
      const expected = 'a file as evidence-package.md describes it';
      defects.push({ code: 'unreadable_member', path, expected, actual: messageOf(error) });
      return undefined;
    }
  }
  return {
    evidence: read(MEMBER.evidence, readEvidenceJson),
    schema: read(MEMBER.schema, readSchemaJson),
    results: read(MEMBER.results, readValidationResults),
    summary: read(MEMBER.summary, readDataSummary),
    integrity: read(MEMBER.integrity, readIntegrityHash),
    runStart: read(MEMBER.runStart, readRunStart),
    bagInfo: read(MEMBER.bagInfo, (bytes) => parseBagInfo(Buffer.from(bytes).toString('utf8'))),
    definition: read(MEMBER.definition, readStatedDefinition),
    preflight: read(MEMBER.preflight, readPreflight),
    trend: read(MEMBER.trend, readTrend),
    measure: read(MEMBER.measure, readMeasure),
    defects,
  };
}
