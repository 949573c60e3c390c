import { type Html, html } from './html.ts';
import { preflightOf } from './preflight/preflight.ts';
import type { RunRecord } from './run-record.ts';

const STATE_WORDS = {
  not_met: 'not met',
  later: 'decided later',
  not_applicable: 'not applicable',
  met: 'met',
} as const;

/** Why auditors send evidence back, and how this run stands (domain/sox.md section 5); what is not met comes first. */
export function preflightSection(record: RunRecord): Html {
  const { checks, readyForAuditor } = preflightOf(record);
  const order = Object.keys(STATE_WORDS);
  const rows = checks.toSorted((a, b) => order.indexOf(a.state) - order.indexOf(b.state));
  return html`<section><h2>Preflight: ${readyForAuditor ? 'nothing stands against handing it over' : 'not ready for the auditor'}</h2>
<table class="tests"><thead><tr><th scope="col">Id</th><th scope="col">Reason to send it back</th><th scope="col">Observed</th><th scope="col">State</th></tr></thead><tbody>${rows.map(
    ({ id, objection, observed, state }) =>
      html`<tr><td>${id}</td><th scope="row">${objection}</th><td>${observed}</td><td>${STATE_WORDS[state]}</td></tr>`,
  )}</tbody></table></section>`;
}
