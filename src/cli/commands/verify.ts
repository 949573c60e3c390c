import { relative } from 'node:path';
import { verifyPaths } from '../../app/verify.ts';
import { EXIT } from '../../kernel/status.ts';
import { defineCommand, UsageError } from '../command.ts';
import { grouped } from '../table.ts';

type Report = Awaited<ReturnType<typeof verifyPaths>>[number];

const LINE_WIDTH = 150;

/** Long lists are cut for reading; `--json` has them whole. */
function shortened(line: string): string {
  return line.length <= LINE_WIDTH ? line : `${line.slice(0, LINE_WIDTH)}… (whole with --json)`;
}

function reportText(report: Report): string {
  const { counts, stated } = report;
  const name = relative(process.cwd(), report.path);
  const head = `${report.verdict}${report.level === 'none' ? '' : ` (${report.level})`}  ${name.startsWith('..') ? report.path : name}`;
  const facts = [
    `zip sha256      ${report.zipDigest}`,
    ...(report.packageDigest === null ? [] : [`package sha256  ${report.packageDigest}`]),
    ...(stated === null
      ? []
      : [
          `states          ${stated.validationStatus}: ${stated.outcome.replaceAll('_', ' ')}, ${stated.rowCount === null ? 'no rows' : `${grouped(stated.rowCount.toString())} rows`}${stated.dataKind === 'demo' ? ', DEMO DATA' : ''}`,
        ]),
    `read            ${counts.members} members, ${grouped(counts.bytes.toString())} bytes; ${counts.checksRecomputed} of ${counts.checks} tests performed again`,
  ];
  const defects = report.defects.map(
    ({ code, path, expected, actual }) =>
      `DEFECT ${code} ${path}: expected ${expected}, got ${actual}`,
  );
  const notChecked = report.notChecked.map((line) => `not checked: ${shortened(line)}`);
  return [head, ...[...facts, ...defects, ...notChecked].map((line) => `  ${line}`), ''].join('\n');
}

export const verifyVerb = defineCommand({
  name: 'verify',
  summary: 'Verify sealed packages, offline and from the package alone. Exit 4 names every defect.',
  operands: '<package.zip or folder>...',
  options: { json: { type: 'boolean', help: 'as JSON' } },
  examples: ['ipe verify evidence/', 'ipe verify IPE_07_ALL_2025-09_….zip --json'],
  async run({ json }, paths) {
    if (paths.length === 0) {
      throw new UsageError('BAD_USAGE', 'ipe verify needs a package or a folder', {
        advice: 'See: ipe verify --help',
      });
    }
    const reports = await verifyPaths(paths, process.cwd());
    if (reports.length === 0) {
      throw new UsageError('BAD_USAGE', `no package was found in ${paths.join(', ')}`);
    }
    if (json) {
      console.log(JSON.stringify(reports, null, 2));
    } else {
      for (const report of reports) console.log(reportText(report));
      const bad = reports.filter(({ verdict }) => verdict !== 'NO DEFECT FOUND');
      console.log(
        `${reports.length} looked at, ${bad.length === 0 ? 'no defect found' : `${bad.length} with defects`}`,
      );
    }
    return reports.every(({ verdict }) => verdict === 'NO DEFECT FOUND')
      ? EXIT.pass
      : EXIT.integrity;
  },
});
