import { basename, relative } from 'node:path';
import type { RunSummary } from '../app/run-summary.ts';
import { grouped, table } from './table.ts';

function isRemote(path: string): boolean {
  return path.includes('://');
}

function shortPath(path: string): string {
  if (isRemote(path)) return path;
  const short = relative(process.cwd(), path);
  return short === '' || short.startsWith('..') ? path : short;
}

function outcomeWords(outcome: string): string {
  return outcome.replaceAll('_', ' ');
}

function rowsText({ rows }: RunSummary): string {
  return rows === null ? 'no rows' : `${grouped(rows.toString())} rows`;
}

/** One line about one package: what became of it. */
export function outcomeLine(run: RunSummary): string {
  const name = `${run.item} ${run.entity} ${run.period}`;
  switch (run.state) {
    case 'run':
      return `${name}  ${rowsText(run)}  ${run.status}: ${outcomeWords(run.outcome)}${warningWords(run)} (${run.checks} checks, ${run.seconds} s)`;
    case 'already_sealed':
      return `${name}  already sealed, nothing changed since: ${outcomeWords(run.outcome)}`;
    case 'not_performed':
      return `${name}  not performed: ${run.reason}`;
  }
}

/** Warnings do not block, but each needs a disposition (domain/catalog.md RU-21). */
function warningWords({ noted }: RunSummary): string {
  const count = noted.filter(({ status }) => status === 'WARN').length;
  return count === 0
    ? ''
    : `, ${count} ${count === 1 ? 'warning needs' : 'warnings need'} a disposition`;
}

/** The figure the control takes, with the word of the independent one. */
function measureText(measure: NonNullable<RunSummary['measure']>): string {
  const { title, rows, amount_source: source, amount_nav_sign: nav, difference } = measure;
  const agreed =
    difference === null ? 'no independent figure' : `difference ${grouped(difference)}`;
  return `${grouped(nav)} in NAV sign (${grouped(source)} in the extract, ${grouped(rows.toString())} rows, ${agreed}): ${title}`;
}

/** Everything about one item: what was noted, where the evidence is, what to do next (domain/sox.md U-2). */
export function resultText(run: RunSummary): string {
  const head = outcomeLine(run);
  if (run.state === 'not_performed') return `${head}\n`;
  const noted = run.noted.flatMap((check) => [
    `  ${check.status} ${check.attribute} ${check.check}: ${check.title}`,
    ...(check.reason === null ? [] : [`    ${check.reason}`]),
    ...(check.expected === null || check.actual === null
      ? []
      : [`    expected ${check.expected}, got ${check.actual}`]),
    ...check.offending.map((row) => `    ${row}`),
    ...(check.offending_total > check.offending.length
      ? [`    ${check.offending.length} of ${check.offending_total} shown, all in the package`]
      : []),
  ]);
  const measure = run.measure === null ? [] : [`  measure  ${measureText(run.measure)}`];
  const trend = run.trend === null ? [] : [`  trend    ${run.trend.join('; ')}`];
  const scan = run.scan === null ? [] : [`  cost     ${run.scan.words}`];
  const preflight =
    run.preflight === null
      ? []
      : run.preflight.ready_for_auditor
        ? ['  preflight  nothing stands against handing it over; review and approval come later']
        : [
            '  preflight  not ready for the auditor:',
            ...run.preflight.not_met.map(
              ({ id, objection, observed }) => `    ${id} ${objection} (${observed})`,
            ),
          ];
  const failure =
    run.failure === null
      ? []
      : [
          `  while ${run.failure.stage}: ${run.failure.message} (${run.failure.code})`,
          ...(run.failure.advice === null ? [] : [`  ${run.failure.advice}`]),
        ];
  const evidence =
    run.package === null
      ? ['  no package could be sealed']
      : [
          `  package  ${shortPath(run.package)}`,
          `  sha256   ${run.zip_sha256}`,
          ...(run.content_sha256 === null ? [] : [`  content  ${run.content_sha256}`]),
          `  verify   ${isRemote(run.package) ? 'download it, then ' : ''}npm run ipe -- verify ${
            isRemote(run.package) ? basename(run.package) : shortPath(run.package)
          }`,
        ];
  return [
    head,
    ...failure,
    ...noted,
    ...measure,
    ...trend,
    ...scan,
    ...preflight,
    ...evidence,
    '',
  ].join('\n');
}

/** One line per item: the table at the end of a run (domain/sox.md U-1). */
export function finalTable(runs: readonly RunSummary[]): string {
  const rows = runs.map((run) => {
    const total = run.totals.find(({ currency }) => currency !== null) ?? run.totals[0];
    return [
      run.item,
      run.entity,
      run.period,
      run.rows === null ? '-' : grouped(run.rows.toString()),
      total === undefined
        ? '-'
        : `${grouped(total.sum)} ${total.currency === 'per company' ? 'mixed' : (total.currency ?? 'hash total')}`,
      run.status,
      'none',
      run.package === null
        ? '-'
        : (run.package
            .split(/[/\\]/)
            .at(-1)
            ?.replace(/\.zip$/, '') ?? '-'),
      run.state === 'run' ? (run.seconds ?? '-') : run.state.replaceAll('_', ' '),
    ];
  });
  return table(
    ['IPE', 'Entity', 'Period', 'Rows', 'Total', 'C&A', 'Baseline', 'Package', 'Seconds'],
    rows,
    new Set(['Rows', 'Total', 'Seconds']),
  );
}
