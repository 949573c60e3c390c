import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { CatalogError, type CatalogProblem } from '../catalog/catalog-error.ts';
import { readCatalog } from '../catalog/compile-catalog.ts';
import type { CompiledCatalog, CompiledItem } from '../catalog/compiled-catalog.ts';
import { findItem } from '../catalog/compiled-catalog.ts';
import { conditionOf } from '../catalog/lint/condition-rules.ts';
import { blocking, lintItem } from '../catalog/lint/lint-item.ts';
import { isRule, RULES, type RuleId } from '../catalog/lint/rules.ts';
import type { LintFinding } from '../catalog/lint/waivers.ts';
import { catalogContent } from './load-catalog.ts';
import { programFolder } from './tool.ts';

/** One line of `ipe check`. */
export interface CheckLine {
  readonly item: string;
  readonly rule: RuleId;
  readonly severity: 'error' | 'warning';
  /** From the repository's root; a folder where the place in it is not known. */
  readonly file: string;
  readonly line: number | null;
  readonly column: number | null;
  readonly message: string;
  /** What to write instead. */
  readonly advice: string;
  readonly waived: { readonly reason: string; readonly approved_by: string } | null;
}

export interface CheckReport {
  /** Items looked at. */
  readonly items: readonly string[];
  readonly lines: readonly CheckLine[];
  readonly errors: number;
  readonly warnings: number;
  readonly waived: number;
}

/** Where a text of the definition stands: the one place in the folder's TypeScript that holds it. */
function placeOfText(folder: string, text: string) {
  const path = join(programFolder, folder);
  const files = existsSync(path) ? readdirSync(path).filter((name) => name.endsWith('.ts')) : [];
  const places = files.flatMap((name) => {
    const parts = readFileSync(join(path, name), 'utf8').split(text);
    const [before = ''] = parts;
    const lines = before.split('\n');
    const at = { line: lines.length, column: (lines.at(-1) ?? '').length + 1 };
    return parts.length === 2 ? [{ file: `${folder}/${name}`, ...at }] : [];
  });
  const [only, second] = places;
  return second === undefined ? only : undefined;
}

/** The condition a finding is about, as the definition spells it. */
function conditionText(item: CompiledItem, part: string): string | undefined {
  const check = item.definition.checks.find(({ id }) => `check ${id}` === part);
  return check === undefined ? undefined : conditionOf(check);
}

function lineOf(finding: LintFinding, item: CompiledItem): CheckLine {
  const { rule, severity, part, file, line = null, column = null, waived } = finding;
  const condition = conditionText(item, part);
  const base = condition === undefined ? undefined : placeOfText(file, condition);
  const inFirstLine = base !== undefined && line === 1;
  return {
    item: finding.item,
    rule,
    severity,
    file: base?.file ?? file,
    line: condition === undefined ? line : base === undefined ? null : base.line + (line ?? 1) - 1,
    column:
      condition === undefined
        ? column
        : inFirstLine
          ? base.column + (column ?? 1) - 1
          : base === undefined
            ? null
            : column,
    message: part.startsWith('check ') ? `${part}: ${finding.message}` : finding.message,
    advice: RULES[rule].instead,
    waived: waived === undefined ? null : { reason: waived.reason, approved_by: waived.approvedBy },
  };
}

function lineOfProblem({ item, file, line, column, message, rule }: CatalogProblem): CheckLine {
  const id = rule !== undefined && isRule(rule) ? rule : 'CATALOG-1';
  return {
    item,
    rule: id,
    severity: 'error',
    file,
    line: line ?? null,
    column: column ?? null,
    message,
    advice: RULES[id].instead,
    waived: null,
  };
}

/**
 * Compiles and lints the catalog, or the items named of it. A mistake found in compiling stands in the same list.
 * @throws CatalogError UNKNOWN_ITEM
 */
export function checkCatalog(ids: readonly string[]): CheckReport {
  const { catalog, problems } = readCatalog(catalogContent());
  const items = ids.length === 0 ? catalog.items : ids.map((id) => findItem(catalog, id));
  const named = new Set(items.map(({ definition }) => definition.id));
  const itemIds = new Set(catalog.items.map(({ definition }) => definition.id));
  // what belongs to no item that could be read concerns all of them
  const concerned = problems.filter(({ item }) => named.has(item) || !itemIds.has(item));
  const lines = [
    ...concerned.map(lineOfProblem),
    ...items.flatMap((item) => lintItem(item, catalog).map((finding) => lineOf(finding, item))),
  ];
  const open = lines.filter(({ waived }) => waived === null);
  return {
    items: [...named],
    lines,
    errors: open.filter(({ severity }) => severity === 'error').length,
    warnings: open.filter(({ severity }) => severity === 'warning').length,
    waived: lines.length - open.length,
  };
}

/**
 * Items with errors of logic are not run: their evidence would have to be thrown away (domain/sox.md C-3).
 * @throws CatalogError DEFINITION_INVALID naming every one
 */
export function requireCleanLogic(items: readonly CompiledItem[], catalog: CompiledCatalog): void {
  const problems = items.flatMap((item) =>
    blocking(lintItem(item, catalog)).map(
      ({ item: id, file, part, line, column, message, rule }): CatalogProblem => {
        const what = part.startsWith('check ') ? `${part}: ${message}` : message;
        return {
          item: id,
          file,
          ...(line === undefined ? {} : { line }),
          ...(column === undefined ? {} : { column }),
          message: `${rule} ${what}`,
          rule,
        };
      },
    ),
  );
  const [first] = problems;
  if (first === undefined) return;
  const place = first.line === undefined ? first.file : `${first.file}:${first.line}`;
  throw new CatalogError(
    'DEFINITION_INVALID',
    `the logic lint finds ${problems.length} ${problems.length === 1 ? 'error' : 'errors'} in what was to be run, the first at ${place}: ${first.message}`,
    {
      problems,
      advice: `See all of them: ipe check ${[...new Set(problems.map(({ item }) => item))].join(' ')}`,
    },
  );
}
