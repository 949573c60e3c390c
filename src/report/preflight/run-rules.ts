import { parsePackageName } from '../../evidence/manifest/package-name.ts';
import { sha256 } from '../../kernel/digest.ts';
import { holdsReviewedText } from '../../kernel/reviewed-parts.ts';
import type { RunRecord } from '../run-record.ts';
import { fact, later, met, notApplicable, notMet, type PreflightRule } from './answers.ts';

/** Every text in the package is the one the source was sent. */
function sameTexts({ plan, receipts }: RunRecord): boolean {
  return receipts.every(({ query, statement, statementSha256, reviewed }) => {
    const planned = plan.queries.find(({ name }) => name === query);
    return (
      planned !== undefined &&
      planned.sha256 === sha256(planned.text) &&
      holdsReviewedText(statement, planned.text, reviewed) &&
      statementSha256 === sha256(statement)
    );
  });
}

/** Rules about who, when, where, with what (domain/sox.md section 5). */
export const RUN_RULES: readonly PreflightRule[] = [
  {
    id: 'RJ-1',
    objection: 'The evidence shows no date and time of extraction, or no time zone.',
    judge: ({ identity, receipts, plan }) =>
      fact(
        plan.queries.length === 0 || receipts.some(({ query }) => query === 'extract'),
        `run started ${identity.startedAt}; every time of ours is UTC; source times: ${plan.timeZone}`,
        'the extract was never delivered, so it has no time',
      ),
  },
  {
    id: 'RJ-2',
    objection: 'It cannot be told from which system and environment the report was taken.',
    judge: ({ source, plan }) =>
      fact(
        plan.queries.length === 0 || source.identity !== null,
        source.identity === null
          ? `written by ${source.system}, ${source.environment}`
          : `${source.system}, ${source.environment}; answered as ${source.identity.engine} ${source.identity.engineVersion} on ${source.identity.server}`,
        `${source.system}: the server never said what it is`,
      ),
  },
  {
    id: 'RJ-3',
    objection: 'It cannot be told who ran the report.',
    judge: ({ host }) =>
      fact(
        host.account !== '' && host.authenticatedBy !== '',
        `${host.account}, authenticated by ${host.authenticatedBy}`,
        'no account is recorded',
      ),
  },
  {
    id: 'RJ-4',
    objection: 'The parameters and filters used are not shown.',
    judge: ({ plan }) => {
      const bound = plan.queries.flatMap(({ parameters }) => parameters.map(({ name }) => name));
      const known = plan.parameters.map(({ name }) => name);
      const hidden = [...new Set(bound)].filter(
        (name) => !known.some((each) => name === each || name.startsWith(`${each}_`)),
      );
      return fact(
        hidden.length === 0,
        `${known.length} parameters with value and origin, defaults included`,
        `not shown: ${hidden.join(', ')}`,
      );
    },
  },
  {
    id: 'RJ-5',
    objection: 'The report logic shown is not the logic that ran.',
    judge: (record) => {
      if (record.plan.queries.length === 0) return notApplicable('no query was sent');
      if (record.receipts.length === 0) return notMet('no statement was answered');
      return fact(
        sameTexts(record),
        `${record.receipts.length} statements hold the packaged texts, digests agree`,
        'a statement sent is not the packaged text',
      );
    },
  },
  {
    id: 'RJ-8',
    objection: 'The report was generated outside the time the control allows.',
    judge: ({ plan, identity }) =>
      identity.startedAt.slice(0, 10) >= plan.period.next
        ? later(
            'extracted after the period ended; the order of extract and review shows in the review',
          )
        : notMet(
            `extracted ${identity.startedAt}, before the period ended: later entries of the period are missing`,
          ),
  },
  {
    id: 'RJ-17',
    objection: 'The report was taken from a test or copy environment.',
    judge: ({ source }) =>
      fact(
        source.environment === 'production',
        'the source is declared production',
        `the source is declared ${source.environment}`,
      ),
  },
  {
    id: 'RJ-26',
    objection: 'The evidence cannot be opened, or needs a tool we do not have.',
    judge: () =>
      met(
        'ZIP, CSV, JSON, HTML and text without password; a ZIP is read back before it gets its name',
      ),
  },
  {
    id: 'RJ-29',
    objection: 'The file name says nothing, or there are several final versions.',
    judge: ({ identity }) => {
      const { itemId, entity, period } = parsePackageName(identity.packageName);
      return later(
        `the name says ${itemId}, ${entity}, ${period}, time and digest; which version is current shows in the store`,
      );
    },
  },
  {
    id: 'RJ-31',
    objection: 'The control description and the evidence disagree.',
    judge: ({ plan }) => {
      const replaced = plan.parameters.filter((parameter) => parameter.replaced !== undefined);
      if (replaced.length > 0) {
        const names = replaced.map(({ name }) => `:${name}`).join(', ');
        return notMet(`an operator gave other values than the definition for ${names}`);
      }
      return fact(
        plan.controls.length > 0,
        `bound to definition ${plan.item.definition.version}, fingerprint ${plan.item.fingerprint.sha256.slice(0, 12)}, control ${plan.controls.map(({ id }) => id).join(', ')}`,
        'the definition serves no known control',
      );
    },
  },
];
