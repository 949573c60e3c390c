import { type Html, html } from './html.ts';
import type { RunRecord } from './run-record.ts';

function words(value: string | readonly string[] | null): string {
  if (value === null) return 'none';
  return typeof value === 'string' ? value : value.join(', ');
}

function figureRow(
  name: string,
  before: string | null,
  now: string | null,
  difference: string | null,
): Html {
  return html`<tr><th scope="row">${name}</th><td class="figure">${before ?? 'none'}</td><td class="figure">${now ?? 'none'}</td><td class="figure">${difference ?? ''}</td></tr>`;
}

/** What changed since the last sealed period before this one (domain/sox.md D-5, E-9, 11.4). */
export function trendSection({ trend }: RunRecord): Html {
  const { previous, rows, totals, measure, parameters, logic } = trend;
  if (previous === null) {
    return html`<section><h2>What changed since the last sealed period</h2><p>No package of an earlier period was found for this item and entity: nothing is compared.</p></section>`;
  }
  const unexpected = parameters.filter(({ expected }) => !expected);
  const difference =
    rows.before === null || rows.now === null ? null : (rows.now - rows.before).toString();
  return html`<section><h2>What changed since the last sealed period</h2>
<p>Compared with <code>${previous.package}</code>, cutoff ${previous.cutoffDate}. A comparison supports the reader; it is no test.</p>
<table><thead><tr><th scope="col">Figure</th><th scope="col">Before</th><th scope="col">Now</th><th scope="col">Difference</th></tr></thead><tbody>${figureRow('Records', rows.before?.toString() ?? null, rows.now?.toString() ?? null, difference)}${totals.map(
    (total) => figureRow(total.name, total.before, total.now, total.difference),
  )}${measure === null ? '' : figureRow('What the control takes, NAV sign', measure.before, measure.now, measure.difference)}</tbody></table>
<p><strong>Logic:</strong> ${logic.length === 0 ? 'unchanged, the fingerprints are equal.' : logic.map(({ part, change }) => `${part} ${change}`).join('; ')}</p>
<p><strong>Parameters:</strong> ${unexpected.length === 0 ? 'only those that follow from the period differ.' : ''}</p>${
    unexpected.length === 0
      ? ''
      : html`<ul>${unexpected.map(({ name, before, now }) => html`<li><code>:${name}</code> was ${words(before)}, is ${words(now)}</li>`)}</ul>`
  }</section>`;
}
