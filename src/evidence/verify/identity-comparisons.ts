import { sha256 } from '../../kernel/digest.ts';
import { BAGIT_TEXT, type BagInfo } from '../manifest/bag-info.ts';
import type { Evidence } from '../manifest/evidence-json.ts';
import { isPayloadPath, MEMBER } from '../manifest/member-path.ts';
import { evidenceId, packageSuffix, parsePackageName } from '../manifest/package-name.ts';
import type { RunStart } from '../manifest/run-start.ts';
import type { PackageFacts } from './check-statements.ts';
import { type Comparison, comparing, given } from './fact-check.ts';
import type { Statements } from './statements.ts';

/** Name, times, digests and identifiers that several files repeat. */
export function identityComparisons(
  facts: PackageFacts,
  { evidence, runStart, bagInfo, definition }: Statements,
): readonly Comparison[] {
  const bagit = facts.contents.get(MEMBER.bagit);
  const ofEvidence = comparing('statements_differ', MEMBER.evidence);
  const ofBag = comparing('statements_differ', MEMBER.bagInfo);
  return [
    ...given(evidence, MEMBER.evidence, (stated, path) => nameComparisons(facts, stated, path)),
    ...given(runStart, MEMBER.runStart, (stated, path) => nameComparisons(facts, stated, path)),
    ...given(runStart, facts, startComparisons),
    ...given(evidence, facts, timeComparisons),
    ...given(evidence, MEMBER.evidence, periodComparisons),
    ...given(bagit, MEMBER.bagit, bagitComparisons),
    ...given(bagInfo, facts, oxumComparisons),
    ...given(evidence, bagInfo, (stated, bag) => [
      ofBag('External-Identifier', stated.evidenceId, bag.evidenceId),
      ofBag('Bagging-Date', stated.sealedAt.slice(0, 10), bag.baggingDate),
    ]),
    ...given(evidence, runStart, (stated, start) => [
      ofEvidence('execution.started_at', start.startedAt, stated.execution.startedAt),
      ofEvidence('execution.by', start.by, stated.execution.by),
      ofEvidence('cutoff_date', start.cutoffDate, stated.cutoffDate),
      ofEvidence('fingerprint', start.definitionFingerprint, stated.definition.fingerprint),
    ]),
    ...given(evidence, definition, (stated, defined) => [
      ofEvidence('definition.version', defined.version, stated.definition.version),
      ofEvidence('definition.fingerprint', defined.fingerprint, stated.definition.fingerprint),
    ]),
  ];
}

/** Fields that evidence.json and run_start.json both repeat from the package's name. */
function nameComparisons(
  facts: PackageFacts,
  stated: Pick<Evidence, 'package' | 'evidenceId' | 'ipeId' | 'entity' | 'cutoffDate'>,
  path: string,
): readonly Comparison[] {
  const of = comparing('statements_differ', path);
  const name = parsePackageName(facts.package);
  return [
    of('package', facts.package, stated.package),
    of('evidence_id', evidenceId(name), stated.evidenceId),
    of('ipe_id', name.itemId, stated.ipeId),
    of('entity', name.entity, stated.entity),
    of('month of cutoff_date', name.period, stated.cutoffDate.slice(0, 7)),
  ];
}

/** The period is the cutoff's month (domain/catalog.md RU-4). */
function periodComparisons({ cutoffDate, period }: Evidence, path: string): readonly Comparison[] {
  const of = comparing('statements_differ', path);
  return [
    of('period.from', `${cutoffDate.slice(0, 7)}-01`, period.from),
    of('period.to', cutoffDate, period.to),
  ];
}

function startComparisons(start: RunStart, facts: PackageFacts): readonly Comparison[] {
  const of = comparing('statements_differ', MEMBER.runStart);
  const name = parsePackageName(facts.package);
  const digestOf = (path: string) => sha256(facts.contents.get(path) ?? '');
  return [
    of('second of started_at', name.startedAt.slice(0, 19), start.startedAt.slice(0, 19)),
    of('six digits of the name, from nonce and digests', name.suffix, packageSuffix(start)),
    of('query_sha256', digestOf(MEMBER.query), start.querySha256),
    of('parameters_sha256', digestOf(MEMBER.parameters), start.parametersSha256),
  ];
}

function timeComparisons(evidence: Evidence, { dosTime }: PackageFacts): readonly Comparison[] {
  const of = comparing('statements_differ', MEMBER.evidence);
  const { startedAt, extractFinishedAt } = evidence.execution;
  const times = [startedAt, evidence.extractionTimestamp, extractFinishedAt, evidence.sealedAt];
  const known = times.filter((time) => time !== null);
  return [
    of('started, sent, finished, sealed one after another', known.toSorted(), known),
    of('DOS time of sealed_at on the ZIP entries', dosTimeOf(evidence.sealedAt), dosTime),
  ];
}

/** DOS date and time of an instant in UTC, floored to two seconds. */
function dosTimeOf(instant: string): number {
  const at = new Date(instant);
  const date =
    ((at.getUTCFullYear() - 1980) << 9) | ((at.getUTCMonth() + 1) << 5) | at.getUTCDate();
  const time = (at.getUTCHours() << 11) | (at.getUTCMinutes() << 5) | (at.getUTCSeconds() >> 1);
  return date * 0x10000 + time;
}

function bagitComparisons(content: Uint8Array, path: string): readonly Comparison[] {
  const text = Buffer.from(content).toString('latin1');
  return [comparing('statements_differ', path)('text', BAGIT_TEXT, text)];
}

function oxumComparisons(bag: BagInfo, { members }: PackageFacts): readonly Comparison[] {
  const payload = members.filter(({ path }) => isPayloadPath(path));
  const bytes = payload.reduce((sum, member) => sum + member.bytes, 0);
  const of = comparing('statements_differ', MEMBER.bagInfo);
  const stated = `${bag.payloadBytes}.${bag.payloadFiles}`;
  return [of('Payload-Oxum', `${bytes}.${payload.length}`, stated)];
}
