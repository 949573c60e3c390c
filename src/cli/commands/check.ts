import { type CheckLine, checkCatalog } from '../../app/check-catalog.ts';
import { sarifOf } from '../../app/sarif.ts';
import { EXIT } from '../../kernel/status.ts';
import { defineCommand, UsageError } from '../command.ts';

export const checkVerb = defineCommand({
  name: 'check',
  summary: 'Check definitions and report logic: every mistake at once, with file, line and rule.',
  operands: '[ITEM...]',
  options: {
    json: { type: 'boolean', help: 'as JSON' },
    sarif: { type: 'boolean', help: 'as SARIF 2.1.0, for pull requests' },
  },
  examples: ['ipe check', 'ipe check IPE_07', 'ipe check --sarif > check.sarif'],
  async run({ json, sarif }, items) {
    if (json && sarif) {
      throw new UsageError('BAD_USAGE', 'give --json or --sarif, not both', {
        advice: 'See: ipe check --help',
      });
    }
    const report = checkCatalog([...new Set(items)]);
    if (json) console.log(JSON.stringify(report, null, 2));
    else if (sarif) console.log(JSON.stringify(sarifOf(report), null, 2));
    else {
      for (const line of report.lines) console.log(lineText(line));
      console.log(summary(report));
    }
    return report.errors === 0 ? EXIT.pass : EXIT.usage;
  },
});

/** `catalog/…/extract.sql:3:12 error PSQL-6 IPE_07: division …`, and how to mend it below. */
function lineText({
  item,
  rule,
  severity,
  file,
  line,
  column,
  message,
  advice,
  waived,
}: CheckLine): string {
  const place = line === null ? file : `${file}:${line}:${column ?? 1}`;
  const state = waived === null ? severity : 'waived';
  const below = waived === null ? advice : `waived by the ${waived.approved_by}: ${waived.reason}`;
  return `${place} ${state} ${rule} ${item}: ${message}\n    ${below}`;
}

function counted(count: number, what: string): string {
  return `${count} ${what}${count === 1 ? '' : 's'}`;
}

function summary(report: ReturnType<typeof checkCatalog>): string {
  const { items, lines, errors, warnings, waived } = report;
  if (lines.length === 0) return `${counted(items.length, 'item')}, no mistakes found`;
  const found = `${counted(errors, 'error')}, ${counted(warnings, 'warning')}, ${waived} waived`;
  const end =
    errors === 0 ? '' : '; items with errors cannot be run until they are mended or waived';
  return `${counted(items.length, 'item')}: ${found}${end}`;
}
