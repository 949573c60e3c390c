import type { RunRecord } from '../run-record.ts';
import {
  fact,
  later,
  met,
  notApplicable,
  notMet,
  type PreflightRule,
  tested,
  withExtract,
} from './answers.ts';

/** Which company each row belongs to was tested against the selected ones. */
function companyTest({ plan, findings }: RunRecord) {
  return findings.find(
    ({ check }) =>
      check.kind === 'domain' &&
      check.column === plan.item.definition.companyColumn &&
      'parameter' in check.values &&
      check.values.parameter === 'companies',
  );
}

/** Rules about the rows and the logic they came by (domain/sox.md section 5). */
export const DATA_RULES: readonly PreflightRule[] = [
  {
    id: 'RJ-6',
    objection: 'The record count or total does not agree with the file delivered.',
    judge: (record) =>
      record.source.snapshot?.mark === 'none'
        ? notMet(
            'control total not snapshot-consistent: nothing held extract and independent figures to one state of the source',
          )
        : tested(
            record,
            ['delivery_count', 'independent_count', 'control_total'],
            notMet('nothing was counted'),
          ),
  },
  {
    id: 'RJ-7',
    objection: 'The report covers the wrong period or entity.',
    judge: (record) =>
      tested(
        record,
        ['date_window', 'coverage'],
        record.extraction.completed
          ? later('the report has no date or company column to hold against the period')
          : notMet('there is no extract'),
      ),
  },
  {
    id: 'RJ-9',
    objection: 'Only a sample or the first page was handed over, not the population.',
    judge: (record) =>
      withExtract(record, ({ recordCount }) => {
        const hidden = record.source.identity?.mayHide ?? [];
        return fact(
          hidden.length === 0,
          `all ${recordCount} records are in data/ipe_data.csv; the preview is labelled`,
          `rows or values may have been kept from the account: ${hidden.join('; ')}`,
        );
      }),
  },
  {
    id: 'RJ-10',
    objection: 'The report was cut off at an export limit.',
    judge: (record) => tested(record, ['truncation_guard'], notMet('not tested')),
  },
  {
    id: 'RJ-11',
    objection: 'The report was exported and then edited.',
    judge: (record) =>
      withExtract(record, ({ contentDigest }) => {
        const digest = contentDigest.slice(0, 12);
        if (record.receipts.length === 0) {
          return met(`written by the program; digest of the extract ${digest} and the manifest`);
        }
        return fact(
          record.receipts.every(({ arrived }) => arrived.length > 0),
          `digests from what arrived to the extract ${digest} and the manifest`,
          'a delivery has no digest',
        );
      }),
  },
  {
    id: 'RJ-12',
    objection: 'Numbers are stored as text, dates are ambiguous or leading zeros were lost.',
    judge: (record) => tested(record, ['fits_type'], notMet('not tested')),
  },
  {
    id: 'RJ-13',
    objection: 'The logic changed since the baseline and was not tested again.',
    judge: () =>
      notApplicable('no baseline is relied on: every run performs all tests of the definition'),
  },
  {
    id: 'RJ-14',
    objection: 'An ad hoc query is relied on like a standard report.',
    judge: ({ plan }) => {
      const { type } = plan.item.definition;
      return fact(type !== 'ad_hoc', `report type ${type}`, 'the report is an ad hoc query');
    },
  },
  {
    id: 'RJ-15',
    objection: 'Completeness was tested with the same query counting itself.',
    judge: ({ plan }) => {
      if (plan.queries.length === 0) return notApplicable('no query counts anything');
      const text = (name: string) =>
        plan.queries
          .find((query) => query.name === name)
          ?.text.replaceAll(/\s+/g, ' ')
          .trim() ?? '';
      return fact(
        text('completeness') !== '' && !text('completeness').includes(text('extract')),
        'the completeness query is formulated apart from the extract',
        'the completeness query holds the extract',
      );
    },
  },
  {
    id: 'RJ-16',
    objection: 'The report does not agree to the ledger.',
    judge: (record) =>
      tested(
        record,
        ['tie_out'],
        record.plan.item.definition.glAccounts.length === 0 ||
          record.plan.item.definition.navSign === null
          ? notApplicable('no balance of the ledger is compared with the report')
          : later('the difference to the ledger is the variance the reconciliation explains'),
      ),
  },
  {
    id: 'RJ-27',
    objection: 'Unrelated personal data are exposed.',
    judge: () =>
      later('no masking profile is applied; the reviewer decides who may see the package'),
  },
  {
    id: 'RJ-28',
    objection: 'Evidence of one entity was used again for another.',
    judge: (record) => {
      const { scope, companyColumn } = record.plan.item.definition;
      if (scope === 'group' || companyColumn === null) {
        return notApplicable('the report is for the whole group');
      }
      const finding = companyTest(record);
      if (finding === undefined) return notMet('no test holds the rows against the entity');
      return fact(
        finding.status === 'PASS' || finding.status === 'NOT APPLICABLE',
        `every row belongs to ${record.plan.companies.map(({ code }) => code).join(', ')}`,
        `${finding.check.id} ${finding.status}`,
      );
    },
  },
];
