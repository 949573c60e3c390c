import { createHash } from 'node:crypto';
import { type Container, type Entry, writeZip } from '../../support/zip-surgery.ts';

/** An evidence package made by hand from evidence-package.md, with no writer of the product. */

const NONCE = '00112233445566778899aabbccddeeff';
const FINGERPRINT = sha('the definition');
const QUERY = 'SELECT 1 AS one\n';
const PARAMETERS = '{\n  "parameters": []\n}\n';
const STARTED = '2025-09-30T14:35:22.104Z';
const SENT = '2025-09-30T14:35:22.531Z';
const FINISHED = '2025-09-30T14:35:49.870Z';
const SEALED = '2025-09-30T14:36:04.118Z';
const SUFFIX = sha(`${NONCE}:${FINGERPRINT}:${sha(QUERY)}:${sha(PARAMETERS)}`).slice(0, 6);

export const NAME = `IPE_07_NG_2025-09_20250930T143522Z_${SUFFIX}`;
const EVIDENCE_ID = `IPE_07_20250930_143522_${SUFFIX}`;

export type Members = ReadonlyMap<string, Buffer>;
/** JSON whose values a test may change at will. */
// biome-ignore lint/suspicious/noExplicitAny: tests reach into every corner of these files
export type Loose = any;
export type Cells = readonly (string | null)[];

export function sha(content: string | Uint8Array): string {
  return createHash('sha256').update(content).digest('hex');
}

export interface Column {
  readonly name: string;
  readonly type: string;
  readonly critical?: boolean;
}

export const COLUMNS: readonly Column[] = [
  { name: 'id_company', type: 'text', critical: true },
  { name: 'Entry No_', type: 'integer' },
  { name: 'amount', type: 'decimal(19,4)' },
  { name: 'net', type: 'decimal(38,4)' },
  { name: 'tax', type: 'decimal(19,4)' },
  { name: 'posted', type: 'date', critical: true },
  { name: 'booked', type: 'timestamp(3)' },
  { name: 'seen', type: 'timestamptz(0)' },
  { name: 'at', type: 'time(0)' },
  { name: 'open', type: 'boolean' },
  { name: 'note, free', type: 'text' },
  { name: 'token', type: 'uuid' },
  { name: 'raw', type: 'binary' },
  { name: 'doc', type: 'json' },
];
const KEY = ['id_company', 'Entry No_'];

const NOTES = [null, '', 'plain', 'a "quoted" word', 'two\nlines', 'comma, here', '=1+1', '#é😀'];

/** Row k of the good extract: 1-based, sorted by the key as k ascends. */
export function goodRow(k: number): Cells {
  const net = BigInt(k) * 12_345n - 600_000n;
  const tax = BigInt(k % 7) * 11n;
  return [
    k <= 80 ? 'EC_KE' : 'EC_NG',
    String(k <= 80 ? k - 10 : 10 ** 6 + k),
    decimal(net + tax),
    decimal(net),
    decimal(tax),
    k % 10 === 0 ? null : `2025-09-${String((k % 28) + 1).padStart(2, '0')}`,
    `2025-09-30T23:59:59.${String(k).padStart(3, '0')}`,
    '2025-09-30T22:00:00Z',
    '23:59:59',
    k % 2 === 0 ? 'true' : 'false',
    NOTES[k % NOTES.length] ?? null,
    `0000000a-0000-4000-8000-${String(k).padStart(12, '0')}`,
    Buffer.from([k % 256, 1]).toString('base64'),
    `{"k":${k}}`,
  ];
}

/** Units of 1/10 000 as decimal(.,4) text. */
function decimal(units: bigint): string {
  const digits = (units < 0n ? -units : units).toString().padStart(5, '0');
  return `${units < 0n ? '-' : ''}${digits.slice(0, -4)}.${digits.slice(-4)}`;
}

function field(cell: string | null): string {
  if (cell === null) return '';
  return /^$|[,"\n\r#]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell;
}

export function record(cells: Cells): Buffer {
  return Buffer.from(`${cells.map(field).join(',')}\n`);
}

/** What a package is made of; every part can be changed before it is rendered. */
export interface Draft {
  readonly columns: readonly Column[];
  readonly key: readonly string[];
  /** Records of the extract with the header, as bytes. */
  readonly records: readonly Buffer[];
  readonly rows: readonly Cells[];
  readonly blockRecords: number;
  /** Checks beside the usual ones. */
  readonly checks?: readonly Loose[];
  readonly withChecks?: (checks: readonly Loose[]) => readonly Loose[];
}

export function draft(
  rows: readonly Cells[],
  columns: readonly Column[] = COLUMNS,
  key: readonly string[] = KEY,
): Draft {
  const records = [record(columns.map(({ name }) => name)), ...rows.map(record)];
  return { columns, key, records, rows, blockRecords: 16 };
}

export function goodRows(count: number): readonly Cells[] {
  return Array.from({ length: count }, (_, index) => goodRow(index + 1));
}

function scaleOf(type: string): number | null {
  const match = /^decimal\(\d+,(\d+)\)$/.exec(type);
  if (match) return Number(match[1]);
  return type === 'integer' ? 0 : null;
}

export function units(text: string): bigint {
  return BigInt(text.replace('.', ''));
}

function exactText(value: bigint, scale: number): string {
  if (scale === 0) return value.toString();
  const digits = (value < 0n ? -value : value).toString().padStart(scale + 1, '0');
  return `${value < 0n ? '-' : ''}${digits.slice(0, -scale)}.${digits.slice(-scale)}`;
}

function summaryOf({ name, type }: Column, index: number, rows: readonly Cells[]): Loose {
  const cells = rows.map((row) => row[index] ?? null);
  const values = cells.filter((cell) => cell !== null);
  const scale = scaleOf(type);
  const order =
    scale === null
      ? (a: string, b: string) => Buffer.compare(Buffer.from(a), Buffer.from(b))
      : (a: string, b: string) => (units(a) < units(b) ? -1 : 1);
  const sorted = values.toSorted(order);
  const sum = scale === null ? 0n : values.reduce((total, cell) => total + units(cell), 0n);
  const isText = ['text', 'uuid', 'binary', 'json'].includes(type);
  return {
    name,
    type,
    nulls: cells.length - values.length,
    empties: values.filter((cell) => cell === '').length,
    distinct: { count: new Set(values).size, exact: true },
    min: sorted[0] ?? null,
    max: sorted.at(-1) ?? null,
    sum: type.startsWith('decimal') ? exactText(sum, scale ?? 0) : null,
    formula_like_cells: isText ? values.filter((cell) => /^[=+\-@\t\r]/.test(cell)).length : 0,
  };
}

function merkle(leaves: readonly Buffer[]): Buffer {
  const hash = (...parts: Uint8Array[]) =>
    createHash('sha256').update(Buffer.concat(parts)).digest();
  if (leaves.length === 1) return hash(Buffer.of(0), leaves[0] ?? Buffer.alloc(0));
  let half = 1;
  while (half * 2 < leaves.length) half *= 2;
  return hash(Buffer.of(1), merkle(leaves.slice(0, half)), merkle(leaves.slice(half)));
}

function indexOf({ records, blockRecords }: Draft): { text: string; blocks: number; root: string } {
  const lines: string[] = [];
  let offset = 0;
  for (let first = 0; first < records.length; first += blockRecords) {
    const block = Buffer.concat(records.slice(first, first + blockRecords));
    const count = Math.min(blockRecords, records.length - first);
    lines.push(`${lines.length},${first},${count},${offset},${block.length},${sha(block)}`);
    offset += block.length;
  }
  return {
    text: `block,first_record,records,offset,length,sha256\n${lines.join('\n')}\n`,
    blocks: lines.length,
    root: merkle(lines.map((line) => Buffer.from(line))).toString('base64'),
  };
}

export function check(kind: string, spec: object, found: Loose): Loose {
  return {
    id: `${kind}_${sha(JSON.stringify(spec)).slice(0, 4)}`,
    kind,
    attribute: 'F-5',
    title: `a test of kind ${kind}`,
    severity: 'block',
    expected: '0',
    actual: '0',
    difference: '0',
    status: 'PASS',
    recomputable: true,
    duration_ms: 1,
    sql_files: [],
    offending: null,
    detail: [],
    reason: null,
    approved_by: null,
    spec,
    ...found,
  };
}

function usualChecks({ rows }: Draft, total: string): readonly Loose[] {
  const count = String(rows.length);
  const limits = 'none of 1000, 5000, 10000, 50000, 65536, 100000, 1048576';
  return [
    check('unique_key', {}, { sql_files: ['data/05_tests/unique_key.sql'] }),
    check('fits_type', {}, {}),
    ...(rows.length === 0
      ? []
      : [check('zero_rows', {}, { expected: 'at least 1', actual: count, difference: null })]),
    check('truncation_guard', {}, { expected: limits, actual: count, difference: null }),
    check('independent_count', {}, { expected: count, actual: count }),
    check(
      'control_total',
      { column: 'amount' },
      { expected: total, actual: total, difference: '0.0000' },
    ),
    check(
      'tie_out',
      { by: ['id_company'], measure: 'amount' },
      { recomputable: false, status: 'NOT APPLICABLE', reason: 'none', approved_by: 'a role' },
    ),
  ];
}

/** Seven-eighths of the way to JSON: evidence.json's percentages are numbers with one decimal. */
export function evidenceText(evidence: Loose): string {
  const text = JSON.stringify(
    evidence,
    (_name, value) =>
      typeof value === 'string' && /^[0-9]+\.[0-9]%$/.test(value) ? `PERCENT${value}` : value,
    2,
  );
  return `${text.replace(/"PERCENT([0-9]+\.[0-9])%"/g, '$1')}\n`;
}

function json(value: Loose): Buffer {
  return Buffer.from(`${JSON.stringify(value, null, 2)}\n`);
}

/** The JSON files as values, before they are written. */
export interface Parts {
  readonly evidence: Loose;
  readonly schema: Loose;
  readonly summary: Loose;
  readonly integrity: Loose;
  readonly results: Loose;
  readonly runStart: Loose;
}

function worst(checks: readonly Loose[]): [string, string] {
  const statuses = new Set(checks.map(({ status }) => status));
  const status = ['ERROR', 'FAIL', 'NOT TESTED', 'WARN'].find((word) => statuses.has(word));
  const open = status === 'ERROR' || status === 'NOT TESTED';
  const outcome = statuses.has('FAIL') ? 'exceptions_noted' : 'no_exceptions_noted';
  return [status ?? 'PASS', outcome === 'no_exceptions_noted' && open ? 'not_completed' : outcome];
}

export function partsOf(source: Draft): Parts {
  const { columns, rows, records, key } = source;
  const csv = Buffer.concat(records);
  const index = indexOf(source);
  const summaries = columns.map((column, at) => summaryOf(column, at, rows));
  const total = summaries.find(({ name }) => name === 'amount')?.sum ?? '0.0000';
  const usual = source.withChecks?.(usualChecks(source, total)) ?? usualChecks(source, total);
  const checks = [...usual, ...(source.checks ?? [])];
  const [status, outcome] = worst(checks);
  const critical = columns.filter((column) => column.critical);
  const gaps = critical.map(({ name }) => summaries.find((summary) => summary.name === name));
  return {
    evidence: {
      evidence_id: EVIDENCE_ID,
      ipe_id: 'IPE_07',
      cutoff_date: '2025-09-30',
      extraction_timestamp: SENT,
      data_hash: sha(csv),
      row_count: rows.length,
      validation_status: status,
      critical_column_completeness: Object.fromEntries(
        gaps.map(({ name, nulls, empties }) => {
          const filled = BigInt(rows.length - nulls - empties);
          const permille = rows.length === 0 ? 1000n : (filled * 1000n) / BigInt(rows.length);
          return [name, `${permille / 10n}.${permille % 10n}%`];
        }),
      ),
      schema: 'evidence/v1',
      package: NAME,
      outcome,
      data_kind: 'source',
      entity: 'NG',
      control_ids: ['C-PG-1'],
      period: {
        from: '2025-09-01',
        to: '2025-09-30',
        cutoff: 'inclusive',
        time_zone: 'Africa/Lagos',
      },
      data_as_of: '2025-09-30T14:35:20.002Z',
      sealed_at: SEALED,
      definition: { version: '3', fingerprint: FINGERPRINT },
      source: {
        system: 'NAV_BI',
        environment: 'production',
        engine: 'duckdb',
        server: 'a server',
        database: 'NAV_DW',
        same_snapshot: true,
      },
      execution: {
        run_id: '0b9f2e9a-3c1d-4f55-8a44-1d2c3b4a5968',
        by: 'svc-ipe',
        authenticated_by: 'operating system',
        started_at: STARTED,
        extract_finished_at: FINISHED,
        attempt: 1,
        tool: 'soxauto 0.1.0',
        tool_sha256: sha('tool'),
      },
      data: {
        bytes: csv.length,
        records: records.length,
        columns: columns.length,
        embedded_newlines: rows.flat().join('').split('\n').length - 1,
        sort_key: key,
        row_index: {
          block_records: source.blockRecords,
          blocks: index.blocks,
          root: index.root,
        },
      },
      control_totals: columns.some(({ name }) => name === 'amount')
        ? [
            {
              name: 'amount',
              currency: 'NGN',
              extract: total,
              independent: total,
              difference: '0.0000',
            },
          ]
        : [],
      critical_column_gaps: Object.fromEntries(
        gaps.map(({ name, nulls, empties }) => [name, { null: nulls, empty: empties }]),
      ),
      ledger: null,
      seal: { signature: 'none', timestamp: 'none' },
    },
    schema: {
      schema: 'extract-schema/v1',
      dialect: 'csv/v1',
      columns: columns.map(({ name, type }) => {
        const [, precision, scale] = /\((\d+)(?:,(\d+))?\)/.exec(type) ?? [];
        return {
          name,
          type,
          precision: precision === undefined ? null : Number(precision),
          scale: scale === undefined ? null : Number(scale),
          nullable: !key.includes(name),
          time_zone: null,
        };
      }),
      sort_key: key,
    },
    summary: {
      schema: 'data-summary/v1',
      rows: rows.length,
      bytes: csv.length,
      columns: summaries,
    },
    integrity: {
      schema: 'integrity-hash/v1',
      algorithm: 'SHA-256',
      hash_value: sha(csv),
      file: 'data/ipe_data.csv',
      bytes: csv.length,
      records: records.length,
      row_index: {
        file: 'data/04_data/row_index.csv',
        block_records: source.blockRecords,
        blocks: index.blocks,
        root: index.root,
      },
      commands: ['openssl dgst -sha256 data/ipe_data.csv'],
    },
    results: { schema: 'validation-results/v1', validation_status: status, outcome, checks },
    runStart: {
      schema: 'run-start/v1',
      evidence_id: EVIDENCE_ID,
      package: NAME,
      ipe_id: 'IPE_07',
      entity: 'NG',
      cutoff_date: '2025-09-30',
      query_sha256: sha(QUERY),
      parameters_sha256: sha(PARAMETERS),
      definition_fingerprint: FINGERPRINT,
      by: 'svc-ipe',
      started_at: STARTED,
      nonce: NONCE,
      source_mark: null,
      ledger_checkpoint: null,
    },
  };
}

const LOG = [
  `${STARTED} INFO run.started {"item":"IPE_07"}`,
  `${SENT} INFO query.sent {"query":"extract"}`,
  `${SEALED} INFO seal.started {"package":"${NAME}"}`,
  '',
].join('\n');

/** Every member but bag-info.txt and the manifests. */
export function membersOf(source: Draft, parts: Parts = partsOf(source)): Map<string, Buffer> {
  const csv = Buffer.concat(source.records);
  const shown =
    source.rows.length <= 100
      ? source.records
      : [...source.records.slice(0, 51), ...source.records.slice(-50)];
  return new Map([
    ['README.txt', Buffer.from('EVIDENCE PACKAGE\n')],
    ['bagit.txt', Buffer.from('BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n')],
    [
      'data/01_definition/definition.json',
      json({
        id: 'IPE_07',
        version: '3',
        fingerprint: FINGERPRINT,
        tests: [check('unique_key', {}, {})],
      }),
    ],
    ['data/02_query/executed_query.sql', Buffer.from(QUERY)],
    ['data/03_parameters/query_parameters.json', Buffer.from(PARAMETERS)],
    ['data/04_data/data_snapshot.csv', Buffer.concat(shown)],
    ['data/04_data/data_summary.json', json(parts.summary)],
    ['data/04_data/integrity_hash.json', json(parts.integrity)],
    ['data/04_data/integrity_hash.sha256', Buffer.from(`${sha(csv)}  data/ipe_data.csv\n`)],
    ['data/04_data/row_index.csv', Buffer.from(indexOf(source).text)],
    ['data/04_data/schema.json', json(parts.schema)],
    ['data/05_tests/unique_key.sql', Buffer.from('SELECT 1;\n')],
    ['data/05_tests/validation_results.json', json(parts.results)],
    ['data/09_run/run_start.json', json(parts.runStart)],
    ['data/09_run/system_context.json', json({ account: 'svc-ipe' })],
    ['data/evidence.json', Buffer.from(evidenceText(parts.evidence))],
    ['data/execution.log', Buffer.from(LOG)],
    ['data/index.html', Buffer.from('<!doctype html><title>Evidence</title>\n')],
    ['data/ipe_data.csv', csv],
  ]);
}

/** Adds bag-info.txt and both manifests as they follow from the members. */
export function bagged(members: Members): Map<string, Buffer> {
  const payload = [...members].filter(([path]) => path.startsWith('data/'));
  const bytes = payload.reduce((sum, [, content]) => sum + content.length, 0);
  const bagInfo = [
    'Bag-Software-Agent: soxauto 0.1.0',
    'Bagging-Date: 2025-09-30',
    'BagIt-Profile-Identifier: evidence/v1',
    `External-Identifier: ${EVIDENCE_ID}`,
    `Payload-Oxum: ${bytes}.${payload.length}`,
    'Source-Organization: Savanna',
    '',
  ].join('\n');
  const all = new Map([...members, ['bag-info.txt', Buffer.from(bagInfo)] as const]);
  all.set('manifest-sha256.txt', manifest(payload));
  const tags = ['README.txt', 'bag-info.txt', 'bagit.txt', 'manifest-sha256.txt'];
  all.set('tagmanifest-sha256.txt', manifest([...all].filter(([path]) => tags.includes(path))));
  return all;
}

export function manifest(entries: readonly (readonly [string, Buffer])[]): Buffer {
  const lines = entries
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([path, content]) => `${sha(content)}  ${path}\n`);
  return Buffer.from(lines.join(''));
}

/** Entries in the package's order: paths ascending, the extract last. */
export function entriesOf(members: Members, top = NAME): Entry[] {
  const last = (path: string) => Number(path === 'data/ipe_data.csv');
  return [...members]
    .toSorted(([a], [b]) => last(a) - last(b) || (a < b ? -1 : 1))
    .map(([path, content]) => ({ name: `${top}/${path}`, content }));
}

export function zipOf(members: Members, container: Container = {}): Buffer {
  return writeZip(entriesOf(members), container);
}

/** A good package of so many rows. */
export function goodMembers(rows = 130): Map<string, Buffer> {
  return bagged(membersOf(draft(goodRows(rows))));
}
