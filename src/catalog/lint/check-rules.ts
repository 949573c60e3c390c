import { compareDecimal, parseDecimal } from '../../kernel/decimal.ts';
import type { CheckAttribute, CheckKind, CheckSpec } from '../check-spec.ts';
import type { CompiledItem } from '../compiled-catalog.ts';
import type { ControlDefinition, JudgedDefinition } from '../definition.ts';
import { readCondition } from './condition-rules.ts';
import { unreachable } from './reach.ts';
import { replacementProblems } from './replaced-checks.ts';
import type { RuleId } from './rules.ts';
import type { Expression } from './sql-tree.ts';
import { resultsIn } from './truth.ts';

/** What a rule says about a check as it is declared. */
export interface CheckNote {
  readonly rule: RuleId;
  readonly message: string;
}

/** What a tie-out to the ledger may leave open per line, unless a reason is printed (domain/catalog.md RU-12). */
const LEDGER_TOLERANCE = '0.01';
/** Attributes that prove completeness or exact accuracy; the others may be remarks beside them. */
const PROVING: ReadonlySet<CheckAttribute> = new Set<CheckAttribute>([
  'E-1',
  'E-2',
  'E-3',
  'E-4',
  'E-5',
  'E-7',
  'E-11',
  'F-1',
  'F-2',
  'F-3',
  'F-4',
]);
/** Kinds that prove it under an attribute that others share. */
const PROVING_KINDS: ReadonlySet<CheckKind> = new Set<CheckKind>([
  'in_out_all',
  'date_window',
  'fits_type',
]);

/** CHECK-1 to CHECK-4: can this check fail, and does it count when it does? */
export function checkNotes(
  check: CheckSpec,
  item: CompiledItem,
  controls: readonly ControlDefinition[],
): readonly CheckNote[] {
  const noted = (rule: RuleId, messages: readonly string[]) =>
    messages.map((message): CheckNote => ({ rule, message }));
  return [
    ...noted('CHECK-1', boundProblems(check, item)),
    ...noted('CHECK-2', toleranceProblems(check, item, controls)),
    ...noted('CHECK-3', severityProblems(check)),
    ...noted('CHECK-4', replacementProblems(check, item)),
  ];
}

/** What of a check no row can break. */
function boundProblems(check: CheckSpec, { definition, columns }: CompiledItem): readonly string[] {
  const typeOf = (name: string) => columns.find((column) => column.name === name)?.type;
  switch (check.kind) {
    case 'range': {
      const type = typeOf(check.column);
      return type === undefined ? [] : unreachable(type, check.min, check.max);
    }
    case 'date_window':
      return windowProblems(check, definition);
    case 'domain': {
      const values = 'parameter' in check.values ? [] : check.values;
      const meant = new Set(values.map((value) => ['1', 'true'].includes(value.toLowerCase())));
      return typeOf(check.column)?.kind === 'boolean' && meant.size === 2
        ? ['it allows every value a boolean has']
        : [];
    }
    case 'recalculation': {
      const { expression } = readCondition(check.expression);
      return expression !== undefined && isColumn(expression, check.column)
        ? [`${JSON.stringify(check.column)} is recalculated from itself`]
        : [];
    }
    case 'cross_foot':
      return check.parts.includes(check.total)
        ? [`the total ${JSON.stringify(check.total)} is one of its own parts`]
        : [];
    case 'foot':
      return check.by.length === 0
        ? ['without columns to foot by, a sum is compared with itself']
        : [];
    default:
      return [];
  }
}

/** A bound that excludes nothing may stand as a constant with its reason, as long as the other one can be broken. */
function windowProblems(
  { from, before }: CheckSpec & { readonly kind: 'date_window' },
  { parameters: { constants = {} } }: JudgedDefinition,
): readonly string[] {
  const dayOf = (name: string | null) => {
    const value = name === null ? undefined : constants[name]?.value;
    return typeof value === 'string' ? value : null;
  };
  const problems = unreachable({ kind: 'date' }, dayOf(from), dayOf(before));
  const bounds = [from, before].filter((name) => name !== null);
  return problems.length < bounds.length ? [] : problems;
}

/** Is it the column and nothing else, whatever type or branch it goes through? */
function isColumn(expression: Expression, name: string): boolean {
  if (expression.kind === 'cast') return isColumn(expression.value, name);
  if (expression.kind === 'case')
    return resultsIn(expression).every((each) => isColumn(each, name));
  return expression.kind === 'column' && expression.at.value === name;
}

function toleranceProblems(
  check: CheckSpec,
  { definition }: CompiledItem,
  controls: readonly ControlDefinition[],
): readonly string[] {
  if (check.kind !== 'tie_out') return [];
  const allowed = [
    { by: 'a tie-out to the ledger', tolerance: LEDGER_TOLERANCE },
    ...controls
      .filter(({ id }) => definition.controls.includes(id))
      .map(({ id, tieOutTolerance }) => ({ by: `control ${id}`, tolerance: tieOutTolerance })),
  ];
  const own = parseDecimal(check.tolerance);
  return allowed
    .filter(({ tolerance }) => compareDecimal(own, parseDecimal(tolerance)) > 0)
    .slice(0, 1)
    .map(
      ({ by, tolerance }) =>
        `it tolerates ${check.tolerance} per line, ${by} no more than ${tolerance}`,
    );
}

function severityProblems({ kind, attribute, severity }: CheckSpec): readonly string[] {
  if (severity !== 'warn' || !(PROVING.has(attribute) || PROVING_KINDS.has(kind))) return [];
  return [`a ${kind} of ${attribute} only warns, so the item passes when it is not met`];
}
