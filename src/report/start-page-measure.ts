import type { MeasuredFigure } from '../validation/measure.ts';
import { type Html, html } from './html.ts';
import type { RunRecord } from './run-record.ts';

function figureRows(figure: MeasuredFigure): Html {
  const { title, rows, amountSource, amountNavSign, independent, difference, lines } = figure;
  return html`<tr><th scope="row">${title}</th><td>all</td><td class="figure">${rows}</td><td class="figure">${amountSource}</td><td class="figure">${amountNavSign}</td><td class="figure">${independent ?? 'not delivered'}</td><td class="figure">${difference ?? 'not tested'}</td></tr>${lines.map(
    (line) =>
      html`<tr><td>${line.company ?? 'no company'}</td><td>${line.account ?? 'none'}</td><td class="figure">${line.rows}</td><td class="figure">${line.amountSource}</td><td class="figure">${line.amountNavSign}</td><td></td><td></td></tr>`,
  )}`;
}

/** What the control takes, by company and account, and what is disclosed beside it (domain/catalog.md RU-7, RU-10). */
export function measureSection({ extraction }: RunRecord): Html {
  const measure = extraction.completed ? extraction.measure : null;
  if (measure === null) return html``;
  const head = ['Figure or company', 'Account', 'Rows', 'Source sign', 'NAV sign (debit +)'];
  const table = (figures: readonly MeasuredFigure[]) =>
    html`<table><thead><tr>${[...head, 'Independent query', 'Difference'].map(
      (name) => html`<th scope="col">${name}</th>`,
    )}</tr></thead><tbody>${figures.map(figureRows)}</tbody></table>`;
  return html`<section><h2>What the control takes</h2>
<p>Every company in its own currency. All figures: <a href="04_data/measure.json">measure.json</a>.</p>
${table([measure.measure])}
${measure.disclosed.length === 0 ? '' : html`<h3>Disclosed beside it, no part of the control's sum</h3>${table(measure.disclosed)}`}</section>`;
}
