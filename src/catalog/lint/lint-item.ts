import { ENGINES, type EngineName } from '../../kernel/query.ts';
import type { CheckSpec } from '../check-spec.ts';
import type {
  CompiledCatalog,
  CompiledItem,
  CompiledQuery,
  QueryText,
} from '../compiled-catalog.ts';
import { measureConditions } from '../measure-problems.ts';
import { parameterShapes } from '../parameters.ts';
import { type TableLookup, tablesOf } from '../portable-sql/source-tables.ts';
import { checkNotes } from './check-rules.ts';
import { conditionNotes, conditionOf } from './condition-rules.ts';
import { sameFormulation } from './independence.ts';
import { joinNotes, provenOnce } from './join-rules.ts';
import { type LintedQuery, lintQuery } from './lint-query.ts';
import { plainLanguageProblems, untoldNotes } from './plain-language.ts';
import { RULES, type RuleId } from './rules.ts';
import { runBoundNotes } from './run-bounds.ts';
import { baselineProblems, testPlanProblems } from './test-plan.ts';
import type { LintNote } from './token-reader.ts';
import { applyWaivers, type LintFinding } from './waivers.ts';

/** One text of an item, linted. */
interface LintedText {
  readonly name: string;
  /** The engine a text belongs to alone; undefined for the portable one. */
  readonly engine: EngineName | undefined;
  readonly text: QueryText;
  readonly linted: LintedQuery;
}

function textsOf(query: CompiledQuery): readonly (readonly [QueryText, EngineName | undefined])[] {
  return [
    [query, undefined],
    ...ENGINES.flatMap((engine): (readonly [QueryText, EngineName])[] => {
      const text = query.overrides[engine];
      return text === undefined ? [] : [[text, engine]];
    }),
  ];
}

/** Rules about one place of the definition. */
function definitionFinding(
  rule: RuleId,
  message: string,
  item: CompiledItem,
  part = 'definition',
): LintFinding {
  return {
    rule,
    severity: RULES[rule].severity,
    item: item.definition.id,
    file: item.folder,
    part,
    context: message,
    message,
  };
}

function notesToFindings(
  notes: readonly LintNote[],
  text: string,
  place: Pick<LintFinding, 'item' | 'file' | 'part'>,
): readonly LintFinding[] {
  const lines = text.split('\n');
  return notes.map(({ rule, severity, at, message }) => ({
    ...place,
    rule,
    severity: severity ?? RULES[rule].severity,
    line: at.position.line,
    column: at.position.column,
    context: lines[at.position.line - 1] ?? '',
    message,
  }));
}

/** Columns a check's condition is written over: the extract's, or its control query's. */
function judgedColumns(check: CheckSpec, { columns, queries }: CompiledItem) {
  if (check.kind !== 'no_rows') return columns;
  return queries.find(({ name }) => name === check.query)?.columns ?? [];
}

function conditionFindings(item: CompiledItem): readonly LintFinding[] {
  const { definition, folder } = item;
  const shapes = parameterShapes(definition.parameters);
  const queries = Object.keys(definition.controlQueries ?? {});
  const ofMeasure = measureConditions(definition.measure).flatMap(({ condition, query }) => {
    const columns = item.queries.find(({ name }) => name === query)?.columns ?? item.columns;
    return notesToFindings(
      conditionNotes(condition, columns, shapes, queries, 'condition'),
      condition,
      { item: definition.id, file: folder, part: 'measure' },
    );
  });
  const ofChecks = definition.checks.flatMap((check) => {
    const condition = conditionOf(check);
    return condition === undefined
      ? []
      : notesToFindings(
          conditionNotes(
            condition,
            judgedColumns(check, item),
            shapes,
            queries,
            check.kind === 'recalculation' ? 'value' : 'condition',
          ),
          condition,
          {
            item: definition.id,
            file: folder,
            part: `check ${check.id}`,
          },
        );
  });
  return [...ofMeasure, ...ofChecks];
}

function checkFindings(
  item: CompiledItem,
  { controls }: Pick<CompiledCatalog, 'controls'>,
): readonly LintFinding[] {
  return item.definition.checks.flatMap((check) =>
    checkNotes(check, item, controls).map(({ rule, message }) =>
      definitionFinding(rule, message, item, `check ${check.id}`),
    ),
  );
}

/** What concerns several queries, or queries and definition together. */
function acrossFindings(item: CompiledItem, texts: readonly LintedText[]): readonly LintFinding[] {
  const { definition, checks } = item;
  const selectsOf = (wanted: string) =>
    texts
      .filter(({ name, engine }) => name === wanted && engine === undefined)
      .flatMap(({ linted }) => linted.selects);
  const own = (rule: RuleId, messages: readonly string[]) =>
    messages.map((message) => definitionFinding(rule, message, item));
  const extract = texts.find(({ name }) => name === 'extract');
  const completeness = texts.find(({ name }) => name === 'completeness');
  const same = sameFormulation(selectsOf('extract'), selectsOf('completeness'));
  const [first] = completeness?.linted.selects ?? [];
  return [
    ...(extract?.linted.query === undefined
      ? []
      : [
          ...notesToFindings(
            untoldNotes(definition, extract.linted.selects, extract.linted.query),
            extract.text.text,
            placeOf(item, extract.text),
          ),
          ...own(
            'C-2',
            plainLanguageProblems(definition, extract.linted.selects, extract.linted.query),
          ),
        ]),
    ...own('TYPE-1', baselineProblems(definition)),
    ...own('TYPE-2', testPlanProblems(definition, checks)),
    ...(same === undefined || completeness === undefined || first === undefined
      ? []
      : notesToFindings(
          [{ rule: 'E-1', at: first.select.at, message: same }],
          completeness.text.text,
          placeOf(item, completeness.text),
        )),
  ];
}

function placeOf({ definition, folder }: CompiledItem, { sqlFile }: QueryText) {
  return { item: definition.id, file: `${folder}/${sqlFile}`, part: sqlFile };
}

function parametersIn({ template }: QueryText): ReadonlySet<string> {
  return new Set(
    template.tokens.flatMap(({ kind, value }) => (kind === 'parameter' ? [value] : [])),
  );
}

function textFindings(item: CompiledItem, texts: readonly LintedText[]): readonly LintFinding[] {
  const fanOut = new Set(
    item.definition.checks.flatMap((check) =>
      check.kind === 'fan_out' && check.severity !== 'warn' ? [check.query] : [],
    ),
  );
  const proofs = texts
    .filter(({ name }) => fanOut.has(name))
    .flatMap(({ linted }) => provenOnce(linted.selects));
  const completeness = new Set(
    texts
      .filter(({ name, engine }) => name === 'completeness' && engine === undefined)
      .flatMap(({ text }) => [...parametersIn(text)]),
  );
  return texts.flatMap(({ name, text, linted }) => {
    const reading = linted.selects.filter(({ role }) => role !== 'test');
    const joins =
      name === 'extract'
        ? reading.flatMap((known) => joinNotes(known, proofs, item.definition.key))
        : [];
    const bounds =
      name === 'extract' && linted.query !== undefined
        ? runBoundNotes(item.definition, linted.query, {
            extract: parametersIn(text),
            completeness,
          })
        : [];
    return notesToFindings([...linted.notes, ...joins, ...bounds], text.text, placeOf(item, text));
  });
}

function lintTexts(item: CompiledItem, tables: TableLookup): readonly LintedText[] {
  const shapes = parameterShapes(item.definition.parameters);
  return item.queries.flatMap((query) =>
    textsOf(query).map(([text, engine]) => ({
      name: query.name,
      engine,
      text,
      linted: lintQuery(text, query.columns, tables, shapes, engine),
    })),
  );
}

function byPlace(a: LintFinding, b: LintFinding): number {
  const [one, other] = [`${a.file} ${a.part}`, `${b.file} ${b.part}`];
  if (one !== other) return one < other ? -1 : 1;
  return (a.line ?? 0) - (b.line ?? 0) || (a.column ?? 0) - (b.column ?? 0);
}

/**
 * Everything the logic lint says about an item: its SQL files, the conditions of its checks, its definition. Findings
 * the definition waives are marked, not left out (domain/sox.md C-2 to C-4, TYPE-1 to TYPE-3; portable-sql 7).
 */
export function lintItem(
  item: CompiledItem,
  catalog: Pick<CompiledCatalog, 'controls' | 'sources'>,
): readonly LintFinding[] {
  const { definition, folder } = item;
  const texts = lintTexts(item, tablesOf(catalog.sources));
  const findings = [
    ...textFindings(item, texts),
    ...conditionFindings(item),
    ...checkFindings(item, catalog),
    ...acrossFindings(item, texts),
  ];
  return [
    ...applyWaivers(findings, definition.waivers ?? [], { item: definition.id, file: folder }),
  ].sort(byPlace);
}

/** Findings that keep an item from being run. */
export function blocking(findings: readonly LintFinding[]): readonly LintFinding[] {
  return findings.filter(({ severity, waived }) => severity === 'error' && waived === undefined);
}
