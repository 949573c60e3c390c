import type { CheckAttribute, CheckSpec } from '../check-spec.ts';
import type { JudgedDefinition, ReportType } from '../definition.ts';

/** One thing a type of report asks for (domain/sox.md section 3). */
interface PlanStep {
  readonly what: string;
  /** Checks of these attributes show it; none: only a person can, so it is waived with where the evidence is. */
  readonly shownBy: readonly CheckAttribute[];
}

const COMPLETENESS: PlanStep = {
  what: 'a strong completeness method',
  shownBy: ['E-1', 'E-2', 'E-3', 'E-4', 'E-5', 'E-6', 'E-7'],
};
const TRACE: PlanStep = { what: 'an accuracy trace', shownBy: ['F-1'] };
const POPULATION: PlanStep = {
  what: 'rows in and rows out adding up to all rows',
  shownBy: ['E-6'],
};
const NEGATIVE: PlanStep = { what: 'records that must not be there', shownBy: ['F-6'] };
const RECALCULATION: PlanStep = { what: 'recalculation or footing', shownBy: ['F-2', 'F-3'] };

function byPerson(what: string): PlanStep {
  return { what, shownBy: [] };
}

const PLANS: Readonly<Record<ReportType, readonly PlanStep[]>> = {
  standard: [COMPLETENESS, byPerson('proof of the vendor version and that it is not customised')],
  third_party: [
    COMPLETENESS,
    byPerson('the service organisation report (SOC 1) that covers the report and the period'),
    byPerson('the mapping of complementary user controls'),
  ],
  custom: [COMPLETENESS, TRACE],
  query: [COMPLETENESS, TRACE],
  ad_hoc: [COMPLETENESS, TRACE, POPULATION, NEGATIVE, RECALCULATION],
  euc: [
    { what: 'inputs tied to their source', shownBy: ['E-1', 'E-2'] },
    RECALCULATION,
    byPerson('version and access control of the file'),
  ],
  manual: [
    { what: 'vouching from the source to the list', shownBy: ['E-7'] },
    { what: 'vouching from the list to the source', shownBy: ['F-1'] },
  ],
};

/** TYPE-1: what the type and the baseline say together. */
export function baselineProblems({ type, baseline }: JudgedDefinition): readonly string[] {
  return type === 'ad_hoc' && baseline !== undefined && baseline.state !== 'none'
    ? [`an ad hoc query is tested in full every time; its baseline "${baseline.state}" must go`]
    : [];
}

/** TYPE-2: steps of the type's minimum test plan that no check shows. */
export function testPlanProblems(
  { type }: JudgedDefinition,
  checks: readonly CheckSpec[],
): readonly string[] {
  const blocking = checks.filter(({ severity }) => severity !== 'warn');
  const attributes = new Set<CheckAttribute>(blocking.map(({ attribute }) => attribute));
  return PLANS[type]
    .filter(({ shownBy }) => !shownBy.some((attribute) => attributes.has(attribute)))
    .map(({ what, shownBy }) =>
      shownBy.length === 0
        ? `a report of type ${type} needs ${what}, which no check can show`
        : `a report of type ${type} needs ${what} (${shownBy.join(' or ')}), and no blocking check is of that kind`,
    );
}
