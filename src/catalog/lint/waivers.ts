import type { WaiverDefinition } from '../definition.ts';
import { isRule, NEVER_WAIVED, type RuleId, type RuleSeverity } from './rules.ts';

/** One thing the linter found. */
export interface LintFinding {
  readonly rule: RuleId;
  readonly severity: RuleSeverity;
  readonly item: string;
  /** File or folder to open, from the repository's root. */
  readonly file: string;
  /** What a waiver calls it: an SQL file, `check <id>`, `definition`. */
  readonly part: string;
  /** Place in the file, or in the condition of a check; from 1. */
  readonly line?: number;
  readonly column?: number;
  /** The line it stands on, for `at` of a waiver. */
  readonly context: string;
  readonly message: string;
  /** The waiver that covers it. */
  readonly waived?: WaiverDefinition;
}

function covers({ rule, file, at }: WaiverDefinition, finding: LintFinding): boolean {
  if (rule !== finding.rule || NEVER_WAIVED.has(finding.rule)) return false;
  return file === finding.part && (at === undefined || finding.context.includes(at));
}

function uselessness(waiver: WaiverDefinition): string {
  const { rule, file, at } = waiver;
  if (!isRule(rule)) return `there is no rule ${rule} to waive`;
  if (NEVER_WAIVED.has(rule)) return `rule ${rule} cannot be waived`;
  const where = at === undefined ? file : `${file} near ${JSON.stringify(at)}`;
  return `the waiver of ${rule} in ${where} matches nothing`;
}

/** Marks what is waived; a waiver that covers nothing is a finding itself. */
export function applyWaivers(
  findings: readonly LintFinding[],
  waivers: readonly WaiverDefinition[],
  place: { readonly item: string; readonly file: string },
): readonly LintFinding[] {
  const judged = findings.map((finding) => {
    const waived = waivers.find((waiver) => covers(waiver, finding));
    return waived === undefined ? finding : { ...finding, waived };
  });
  const useless = waivers
    .filter((waiver) => !findings.some((finding) => covers(waiver, finding)))
    .map((waiver): LintFinding => {
      const message = uselessness(waiver);
      return {
        ...place,
        rule: 'WAIVER-1',
        severity: 'error',
        part: 'definition',
        context: message,
        message,
      };
    });
  return [...judged, ...useless];
}
