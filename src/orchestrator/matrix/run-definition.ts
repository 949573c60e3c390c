import type { CheckSpec } from '../../catalog/check-spec.ts';
import { extractColumns } from '../../catalog/compile-queries.ts';
import type { CompiledItem } from '../../catalog/compiled-catalog.ts';
import type { ControlDefinition, JudgedDefinition } from '../../catalog/definition.ts';
import { fingerprintOf } from '../../catalog/fingerprint.ts';
import { standardChecks } from '../../catalog/standard-checks.ts';

/** What the run package says it serves: no single control. */
export const ALL_CONTROLS: ControlDefinition = {
  id: 'ALL',
  title: 'All controls of the catalog',
  objective:
    'Every planned item was extracted, tested and sealed for every entity, or it is said why not.',
  frequency: 'monthly',
  roles: {
    owner: 'Head of Internal Control',
    preparer: 'Scheduled run',
    reviewer: 'Internal Control',
  },
  glAccounts: [],
  tieOutTolerance: '0',
};

const CHECKS: readonly CheckSpec[] = [
  {
    id: 'every_cell_recorded',
    kind: 'source_witness',
    attribute: 'E-7',
    title: 'Every item and entity that was planned has a record',
    query: 'planned',
  },
  {
    id: 'every_cell_completed',
    kind: 'rule',
    attribute: 'E-8',
    title: 'Every item and entity that was planned was extracted and fully tested',
    holds: `"outcome" <> 'not_completed'`,
  },
  {
    id: 'stored_as_recorded',
    kind: 'trace',
    attribute: 'F-1',
    title:
      'Every package recorded stands in the evidence store, and its bytes have the digest recorded',
    query: 'stored',
    columns: ['package', 'zip_sha256'],
  },
  {
    id: 'no_exceptions',
    kind: 'rule',
    attribute: 'F-5',
    title: 'No item ended with exceptions',
    holds: `"outcome" <> 'exceptions_noted'`,
  },
  {
    id: 'no_warnings',
    kind: 'rule',
    attribute: 'F-5',
    severity: 'warn',
    title: 'No item ended with a warning',
    holds: `"status" <> 'WARN'`,
  },
  {
    id: 'reason_given',
    kind: 'rule',
    attribute: 'F-5',
    title: 'What was not completed says why',
    holds: `"outcome" <> 'not_completed' OR "reason" IS NOT NULL`,
  },
  {
    id: 'state_known',
    kind: 'domain',
    attribute: 'F-5',
    title:
      'Every record says whether the item was run now, was sealed before, or was not performed',
    column: 'state',
    values: ['run', 'already_sealed', 'not_performed'],
  },
  {
    id: 'outcome_known',
    kind: 'domain',
    attribute: 'F-5',
    title: 'Every record has one of the three outcomes',
    column: 'outcome',
    values: ['no_exceptions_noted', 'exceptions_noted', 'not_completed'],
  },
];

/** The run package as an item: it is landed, tested and sealed like every other, but is no part of the catalog. */
const DEFINITION: JudgedDefinition = {
  id: 'RUN',
  kind: 'document',
  type: 'standard',
  usage: 'key_report',
  version: '1.0.0',
  title: 'Run of the catalog',
  purpose:
    'Shows what one run made of every item and entity planned, and what was not performed and why.',
  controls: [ALL_CONTROLS.id],
  assertions: ['completeness'],
  owners: { owner: 'Head of Internal Control', backup: 'Internal Control' },
  frequency: 'monthly',
  recipients: ['Internal Control', 'Internal Audit'],
  grain: 'one item and entity of the run',
  source: 'none',
  scope: 'companies',
  companyColumn: null,
  glAccounts: [],
  navSign: null,
  columns: {
    item: { type: 'text', meaning: 'Item of the catalog', rde: true, critical: true },
    entity: { type: 'text', meaning: 'Entity of the package, or ALL', rde: true, critical: true },
    control: { type: 'text', meaning: 'Control the package is filed under', nullable: false },
    title: { type: 'text', meaning: 'What the item is', nullable: false },
    state: {
      type: 'text',
      meaning: 'run: in this run; already_sealed: before, and nothing changed since; not_performed',
      nullable: false,
    },
    outcome: { type: 'text', meaning: 'Outcome of its tests', nullable: false, rde: true },
    status: { type: 'text', meaning: 'Worst status of its tests', nullable: false },
    exit_code: {
      type: 'integer',
      meaning: 'What a run of this item alone ends with',
      nullable: false,
    },
    records: { type: 'integer', meaning: 'Records of its extract' },
    content_sha256: { type: 'text', meaning: 'Digest of its extract' },
    package: { type: 'text', meaning: 'Name of its package', rde: true },
    package_sha256: { type: 'text', meaning: 'Digest of the content of its package' },
    zip_sha256: { type: 'text', meaning: "Digest of its package's ZIP", rde: true },
    started_at: { type: 'timestamptz(3)', meaning: 'When the run that made the package started' },
    seconds: {
      type: 'decimal(12,1)',
      meaning: 'How long it took: until its end when run now, until it was sealed when run before',
    },
    attempts: {
      type: 'integer',
      meaning: 'How often its source was read: 1 unless errors were transient',
    },
    reason: { type: 'text', meaning: 'Why it was not performed or not completed' },
  },
  key: ['item', 'entity'],
  controlTotals: [],
  partitions: ['item'],
  parameters: { derived: [] },
  zeroRows: 'never',
  checks: CHECKS,
  logic: [
    'The records come from no query: the run writes one for each item and entity it planned, when that one ended.',
    'planned: items and entities as they were planned, before the first was started.',
    'completeness: how many were planned for each item.',
    'stored: packages as they were read again from the evidence store, every byte, when the run ended.',
  ],
  deviations: [],
};

const COLUMNS = extractColumns(DEFINITION);
const TESTS = [...standardChecks(DEFINITION, COLUMNS), ...CHECKS];

/** The run package, ready to be planned. */
export const RUN_ITEM: CompiledItem = {
  definition: DEFINITION,
  folder: '',
  columns: COLUMNS,
  checks: TESTS,
  queries: [],
  fingerprint: fingerprintOf(DEFINITION, [], TESTS, [ALL_CONTROLS], new Map()),
  engines: ['duckdb'],
};
