import { later, notApplicable, notMet, type PreflightRule } from './answers.ts';

function laterRule(id: string, objection: string, observed: string): PreflightRule {
  return { id, objection, judge: () => later(observed) };
}

const REVIEW = 'no review is part of the package yet';
const CHANGE = 'no change request is part of the package yet';

/** Rules about review, approval and change: people decide them after the package is sealed (domain/sox.md section 5). */
export const PEOPLE_RULES: readonly PreflightRule[] = [
  laterRule('RJ-18', 'The reviewer is the preparer, or the approver is the requester.', REVIEW),
  laterRule('RJ-19', 'Nothing shows what the reviewer did.', REVIEW),
  {
    id: 'RJ-20',
    objection: 'The review was signed before the exceptions were cleared.',
    judge: ({ outcome, status, findings }) => {
      // a warning does not block, but it stays open until somebody says what became of it (RU-21)
      const open = findings.filter((finding) =>
        ['FAIL', 'ERROR', 'NOT TESTED', 'WARN'].includes(finding.status),
      );
      if (outcome === 'no_exceptions_noted' && open.length === 0) {
        return later(`no exceptions are open; ${REVIEW}`);
      }
      const named = open.map(({ check }) => `${check.id} ${check.attribute}`).join(', ');
      return notMet(
        `${status}: ${outcome.replaceAll('_', ' ')}${named === '' ? '' : `, open: ${named}`}`,
      );
    },
  },
  {
    id: 'RJ-21',
    objection: 'Differences are ignored below a threshold that is stated nowhere.',
    judge: ({ plan }) => {
      const tied = plan.item.checks.filter(({ kind }) => kind === 'tie_out');
      if (tied.length === 0) return notApplicable('the report ignores no difference');
      const stated = tied.map((check) => ('tolerance' in check ? check.tolerance : '')).join(', ');
      return later(`tolerance ${stated} per line is part of the definition; its approval is not`);
    },
  },
  laterRule('RJ-22', 'The bridge has a plug or an unexplained line.', 'there is no bridge yet'),
  laterRule('RJ-23', 'The change description is vague.', CHANGE),
  laterRule('RJ-24', 'The approval is dated after the deployment.', CHANGE),
  laterRule('RJ-25', 'The approval was given in chat or mail and cannot be found.', CHANGE),
  {
    id: 'RJ-30',
    objection: 'The SOC 1 report is missing or does not cover the period.',
    judge: ({ plan }) =>
      plan.item.definition.type === 'third_party'
        ? later('no SOC 1 report is part of the package')
        : notApplicable('the report comes from no service organisation'),
  },
  laterRule('RJ-32', 'The evidence came late.', 'no close calendar is configured'),
];
