import type { Finding, Offending } from '../validation/finding.ts';
import { type Html, html } from './html.ts';
import type { RunRecord } from './run-record.ts';

/** domain/sox.md section 4: what each attribute asks. */
const GROUPS = [
  { letter: 'E', title: 'Completeness: nothing missing, nothing doubled' },
  { letter: 'F', title: 'Accuracy: the values are right' },
] as const;

function conclusion(findings: readonly Finding[]): string {
  const count = (status: Finding['status']) => findings.filter((f) => f.status === status).length;
  const parts = (['FAIL', 'ERROR', 'NOT TESTED', 'WARN', 'NOT APPLICABLE', 'PASS'] as const)
    .map((status) => [status, count(status)] as const)
    .filter(([, number]) => number > 0)
    .map(([status, number]) => `${number} ${status}`);
  return parts.length === 0 ? 'NOT TESTED: no test was performed' : parts.join(', ');
}

function offendingRows(id: string, { columns, rows, total, csvPath }: Offending): Html {
  return html`<p>${rows.length} of ${total} offending rows${csvPath === null ? '' : html`, all in <a href="05_tests/exceptions_${id}.csv">exceptions_${id}.csv</a>`}</p>
<div class="wide" tabindex="0" role="region" aria-label="Offending rows of ${id}"><table><thead><tr>${columns.map((name) => html`<th scope="col">${name}</th>`)}</tr></thead><tbody>${rows.map(
    (row) =>
      html`<tr>${row.map((cell) => html`<td>${cell === null ? html`<span class="null">NULL</span>` : cell}</td>`)}</tr>`,
  )}</tbody></table></div>`;
}

function detail(finding: Finding): Html {
  const measured = 'measured' in finding ? finding.measured : null;
  const lines = measured?.detail ?? [];
  const offending = 'offending' in finding ? finding.offending : null;
  if (lines.length === 0 && offending === null) return html``;
  return html`<details${finding.status === 'PASS' ? '' : html` open`}><summary>${lines.length > 0 ? `${lines.length} lines` : 'rows'}</summary>
${
  lines.length === 0
    ? ''
    : html`<div class="wide" tabindex="0" role="region" aria-label="Lines of ${finding.check.id}"><table><thead><tr><th scope="col">Line</th><th scope="col">Expected</th><th scope="col">Actual</th><th scope="col">Difference</th></tr></thead><tbody>${lines.map(
        ({ line, expected, actual, difference }) =>
          html`<tr><th scope="row">${line}</th><td class="figure">${expected ?? ''}</td><td class="figure">${actual}</td><td class="figure">${difference ?? ''}</td></tr>`,
      )}</tbody></table></div>`
}${offending === null || offending.total === 0 ? '' : offendingRows(finding.check.id, offending)}</details>`;
}

function row(finding: Finding): Html {
  const measured = 'measured' in finding ? finding.measured : null;
  const { check, status } = finding;
  const word = status.toLowerCase().replaceAll(' ', '-');
  return html`<tr><td>${check.attribute}</td><th scope="row">${check.title}<br>${
    finding.statements.length === 0
      ? html`<code>${check.id}</code>`
      : html`<a href="05_tests/${check.id}.sql"><code>${check.id}</code></a>`
  }${'reason' in finding ? html`<br>${finding.reason}` : ''}${detail(finding)}</th><td class="figure">${measured?.expected ?? ''}</td><td class="figure">${measured?.actual ?? ''}</td><td class="figure">${measured?.difference ?? ''}</td><td><span class="status ${word}">${status}</span></td></tr>`;
}

/** Every test with its figures, those that did not pass first; a conclusion line per attribute group. */
export function testsSection({ findings }: RunRecord): Html {
  return html`${GROUPS.map(({ letter, title }) => {
    const own = findings.filter(({ check }) => check.attribute.startsWith(letter));
    const passed = own.filter(({ status }) => status === 'PASS');
    const others = own.filter(({ status }) => status !== 'PASS');
    return html`<section><h2>${title}</h2><p><strong>${conclusion(own)}</strong></p>
<table class="tests"><thead><tr><th scope="col">Attribute</th><th scope="col">Test</th><th scope="col">Expected</th><th scope="col">Actual</th><th scope="col">Difference</th><th scope="col">Status</th></tr></thead><tbody>${[...others, ...passed].map(row)}</tbody></table></section>`;
  })}`;
}
