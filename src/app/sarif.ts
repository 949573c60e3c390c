import { RULES } from '../catalog/lint/rules.ts';
import type { CheckLine, CheckReport } from './check-catalog.ts';
import { toolVersion } from './tool.ts';

const SCHEMA = 'https://json.schemastore.org/sarif-2.1.0.json';
const RULE_IDS = Object.keys(RULES);

function rules() {
  return Object.entries(RULES).map(([id, { severity, what, why, instead }]) => ({
    id,
    shortDescription: { text: `${what}.` },
    fullDescription: { text: `${what}, because ${why}.` },
    help: { text: instead },
    defaultConfiguration: { level: severity },
  }));
}

/** A path as a relative URI: blanks and other characters escaped, slashes kept. */
function uri(path: string): string {
  return path.split('/').map(encodeURIComponent).join('/');
}

function result({ item, rule, severity, file, line, column, message, advice, waived }: CheckLine) {
  return {
    ruleId: rule,
    ruleIndex: RULE_IDS.indexOf(rule),
    level: severity,
    message: { text: `${item}: ${message}. ${advice}` },
    locations: [
      {
        physicalLocation: {
          artifactLocation: { uri: uri(file), uriBaseId: 'SRCROOT' },
          ...(line === null ? {} : { region: { startLine: line, startColumn: column ?? 1 } }),
        },
      },
    ],
    ...(waived === null
      ? {}
      : {
          suppressions: [
            {
              kind: 'external',
              status: 'accepted',
              justification: `${waived.reason} (${waived.approved_by})`,
            },
          ],
        }),
  };
}

/** The report as SARIF 2.1.0, which code hosts show beside the changed lines of a pull request. */
export function sarifOf({ lines }: CheckReport): unknown {
  return {
    $schema: SCHEMA,
    version: '2.1.0',
    runs: [
      {
        tool: {
          driver: { name: 'soxauto ipe check', version: toolVersion(), rules: rules() },
        },
        columnKind: 'utf16CodeUnits',
        originalUriBaseIds: { SRCROOT: { description: { text: 'The root of the repository.' } } },
        results: lines.map(result),
      },
    ],
  };
}
