import type { WaiverDefinition } from '../catalog/definition.ts';
import { costWords, sizeWords } from '../kernel/scan.ts';
import { controlTotalLines } from './control-total-lines.ts';
import { Html, html } from './html.ts';
import { previewRows } from './preview.ts';
import type { RunRecord } from './run-record.ts';
import { scansOf } from './scans.ts';
import { measureSection } from './start-page-measure.ts';
import { preflightSection } from './start-page-preflight.ts';
import { PAGE_STYLE } from './start-page-style.ts';
import { testsSection } from './start-page-tests.ts';
import { trendSection } from './start-page-trend.ts';

const OUTCOME_WORDS = {
  no_exceptions_noted: 'No exceptions noted',
  exceptions_noted: 'Exceptions noted',
  not_completed: 'Not completed',
} as const;

/** Rows of the preview at either end that the page shows. */
const SHOWN_ROWS = 10;

function factTable(rows: readonly (readonly [string, string | Html])[]): Html {
  return html`<table class="facts"><tbody>${rows.map(
    ([name, value]) => html`<tr><th scope="row">${name}</th><td>${value}</td></tr>`,
  )}</tbody></table>`;
}

function listing(text: string): Html {
  const lines = text.replace(/\n$/, '').split('\n');
  return html`<ol class="code">${lines.map((line) => html`<li><code>${line}</code></li>`)}</ol>`;
}

/** Warnings do not block, but each needs a disposition (RU-21). */
function warnings(findings: RunRecord['findings']): string {
  const count = findings.filter(({ status }) => status === 'WARN').length;
  return count === 0
    ? ''
    : `, ${count} ${count === 1 ? 'warning needs' : 'warnings need'} a disposition`;
}

function header(record: RunRecord): Html {
  const { plan, identity, host, status, outcome, source, extraction, findings } = record;
  const { definition } = plan.item;
  return html`<header>
${source.dataKind === 'demo' ? html`<p class="demo">DEMO DATA: fictitious books of the Savanna group, no evidence about any real company</p>` : ''}
${source.environment === 'test' ? html`<p class="demo">TEST SYSTEM: the source is not a production system</p>` : ''}
<h1>${definition.id} ${definition.title}</h1>
<p class="outcome ${outcome}"><strong>${OUTCOME_WORDS[outcome]}</strong>${warnings(findings)} <span>tests: ${status}</span></p>
<p>${definition.purpose}</p>
${factTable([
  ['Control', plan.controls.map(({ id, title }) => `${id} ${title}`).join('; ')],
  ['Entity', `${plan.entity} (${plan.companies.map(({ code }) => code).join(', ')})`],
  [
    'Period',
    `${plan.period.start} to ${plan.period.cutoff}, last day included; time zone ${plan.timeZone}`,
  ],
  ['Run', `${identity.startedAt} by ${host.account} on ${host.host} with ${host.tool}`],
  [
    'Records',
    extraction.completed
      ? extraction.extract.recordCount.toString()
      : 'none: extraction not completed',
  ],
  [
    'Digest of the extract',
    extraction.completed ? html`<code>${extraction.extract.contentDigest}</code>` : 'none',
  ],
  ['Evidence id', html`<code>${identity.evidenceId}</code>`],
])}
</header>`;
}

function failureSection({ extraction }: RunRecord): Html {
  if (extraction.completed) return html``;
  const { stage, code, message, advice } = extraction.failure;
  return html`<section><h2>Why there is no extract</h2>
<p>While ${stage}: ${message} (<code>${code}</code>). ${advice ?? ''}</p>
<p>No rows were accepted; a short result is never data.</p></section>`;
}

function sourceSection({ source, plan, receipts, statements }: RunRecord): Html {
  if (plan.queries.length === 0) {
    return html`<section><h2>Source</h2><p>No source was read: the report logic says how the records came to be.</p></section>`;
  }
  const server = source.identity;
  const sent = receipts.find(({ query }) => query === 'extract');
  return html`<section><h2>Source</h2>${factTable([
    ['System', `${source.system}, ${source.environment}`],
    ['Database', source.database],
    ['Engine', server === null ? plan.engine : `${server.engine} ${server.engineVersion}`],
    [
      'Server and user',
      server === null ? 'the source could not be asked' : `${server.server}, ${server.user}`,
    ],
    ['Read only', server?.readOnlyProof ?? 'not shown'],
    [
      'Extract sent, finished',
      sent === undefined ? 'not finished' : `${sent.startedAt}, ${sent.finishedAt}`,
    ],
    [
      'Extract and independent queries read',
      source.snapshot?.same === true
        ? `the same snapshot (${source.snapshot.mark})`
        : 'not the same snapshot',
    ],
    [
      'Database clock minus ours',
      source.clockOffsetMs === null ? 'not measured' : `${source.clockOffsetMs} ms`,
    ],
    ...scanFacts(statements),
  ])}</section>`;
}

/** Nothing for a source that is not paid by what is scanned. */
function scanFacts(statements: RunRecord['statements']): readonly (readonly [string, string])[] {
  const total = scansOf(statements);
  if (total === null) return [];
  const { executions, unknown, bytes, costs } = total;
  const least = unknown === 0 ? '' : 'at least ';
  return [
    [
      'Scanned',
      `${least}${sizeWords(bytes)} (${bytes} bytes); executions, counts and failed ones among them: ${executions}${unknown === 0 ? '' : `, of which the bytes of ${unknown} are unknown`}`,
    ],
    [
      'Cost estimate',
      costs.length === 0
        ? 'none: no price per TB is configured'
        : costs
            .map(
              (cost) =>
                `${least === '' ? 'about ' : least}${costWords(cost)} by the configured price of ${cost.currency} ${cost.perTerabyte} per TB (estimate, not a bill)`,
            )
            .join('; '),
    ],
  ];
}

function logicSection({ plan }: RunRecord): Html {
  const query = plan.queries.find(({ name }) => name === 'extract');
  const { definition } = plan.item;
  return html`<section><h2>Report logic</h2>
<h3>In plain words</h3><ul>${definition.logic.map((line) => html`<li>${line}</li>`)}</ul>
${definition.deviations.length === 0 ? '' : html`<h3>Where it leaves the historic query</h3><ul>${definition.deviations.map((line) => html`<li>${line}</li>`)}</ul>`}
${waiverList(definition.waivers ?? [])}
${query === undefined ? '' : html`<h3>Exact query sent</h3><p>SHA-256 <code>${query.sha256}</code>, file <a href="02_query/executed_query.sql">executed_query.sql</a></p>${listing(query.text)}`}
</section>`;
}

/** Rules of the logic lint this report leaves, with reason and approver (domain/sox.md C-3). */
function waiverList(waivers: readonly WaiverDefinition[]): Html {
  if (waivers.length === 0) return html``;
  return html`<h3>Rules waived with a reason</h3><ul>${waivers.map(
    ({ rule, file, at, reason, approvedBy }) =>
      html`<li><code>${rule}</code> in <code>${file}</code>${at === undefined ? '' : html`, near <code>${at}</code>`}: ${reason} Approved by: ${approvedBy}.</li>`,
  )}</ul>`;
}

function parameterSection({ plan }: RunRecord): Html {
  return html`<section><h2>Parameters</h2><table><thead><tr><th scope="col">Name</th><th scope="col">Type</th><th scope="col">Value</th><th scope="col">Supplied by</th></tr></thead><tbody>${plan.parameters.map(
    ({ name, type, value, origin }) =>
      html`<tr><th scope="row"><code>:${name}</code></th><td>${type}</td><td>${typeof value === 'string' ? value : value.join(', ')}</td><td>${origin}</td></tr>`,
  )}</tbody></table></section>`;
}

function totalsSection({ extraction }: RunRecord): Html {
  const lines = controlTotalLines(extraction);
  if (lines.length === 0) return html``;
  return html`<section><h2>Control totals</h2><table><thead><tr><th scope="col">Column</th><th scope="col">Currency</th><th scope="col">Extract</th><th scope="col">Independent query</th><th scope="col">Difference</th></tr></thead><tbody>${lines.map(
    ({ name, currency, extract, independent, difference }) =>
      html`<tr><th scope="row">${name}</th><td>${currency ?? 'hash total'}</td><td class="figure">${extract}</td><td class="figure">${independent ?? 'not delivered'}</td><td class="figure">${difference ?? 'not tested'}</td></tr>`,
  )}</tbody></table></section>`;
}

function rowsSection({ extraction }: RunRecord, preview: Uint8Array): Html {
  if (!extraction.completed) return html``;
  const { recordCount } = extraction.extract;
  const [head = [], ...records] = previewRows(preview);
  const first = records.slice(0, SHOWN_ROWS);
  const last = records.slice(first.length).slice(-SHOWN_ROWS);
  const formulas = extraction.extract.summary.reduce(
    (sum, { formulaLikeCells }) => sum + formulaLikeCells,
    0,
  );
  const row = (cells: readonly (string | null)[]) =>
    html`<tr>${cells.map((cell) => html`<td>${cell === null ? html`<span class="null">NULL</span>` : cell}</td>`)}</tr>`;
  return html`<section><h2>Preview: ${first.length + last.length} of ${recordCount} records</h2>
<p>The whole extract is <a href="ipe_data.csv">ipe_data.csv</a>.${formulas === 0 ? '' : ` ${formulas} text cells start with a character that a spreadsheet may take for a formula: import the file as text.`}</p>
<div class="wide" tabindex="0" role="region" aria-label="First and last records"><table><thead><tr>${head.map((name) => html`<th scope="col">${name ?? ''}</th>`)}</tr></thead><tbody>${first.map(row)}${last.length > 0 && recordCount > first.length + last.length ? html`<tr><td colspan="${head.length}" class="gap">${recordCount - first.length - last.length} records not shown</td></tr>` : ''}${last.map(row)}</tbody></table></div></section>`;
}

function verifySection({ identity }: RunRecord): Html {
  return html`<section><h2>How to verify</h2>
<p>In the unpacked folder, with ordinary tools:</p>
${listing('sha256sum -c --quiet --strict manifest-sha256.txt\nsha256sum -c --quiet --strict tagmanifest-sha256.txt')}
<p>With the verifier, offline and without an account:</p>${listing(`ipe verify ${identity.packageName}.zip`)}
<p>README.txt lists every file and says what this package does not prove by itself.</p></section>`;
}

/**
 * data/index.html: the run on one page (domain/sox.md 11.4). Inert: no script, nothing loaded from elsewhere
 * (evidence-package 2); every value escaped.
 */
export function startPage(record: RunRecord, preview: Uint8Array): string {
  const { plan, identity } = record;
  const title = `${plan.item.definition.id} ${plan.entity} ${plan.period.id}`;
  const csp = "default-src 'none'; style-src 'unsafe-inline'; img-src data:";
  const page = html`<!doctype html>
<html lang="en"><head><meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${new Html(csp)}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${record.source.dataKind === 'demo' ? 'DEMO DATA: ' : ''}${title}</title>
<style>${new Html(PAGE_STYLE)}</style></head><body>
${header(record)}
<main>${failureSection(record)}${trendSection(record)}${testsSection(record)}${measureSection(record)}${totalsSection(record)}${rowsSection(record, preview)}${sourceSection(record)}${parameterSection(record)}${logicSection(record)}${preflightSection(record)}${verifySection(record)}</main>
<footer><p>${identity.packageName}</p></footer></body></html>
`;
  return page.text;
}
