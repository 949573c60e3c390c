import type { ItemPlan } from '../catalog/plan-item.ts';
import { memberJson } from '../kernel/json.ts';
import { plainJson } from './plain-json.ts';

/** data/01_definition/definition.json: the compiled catalog item as it was run (domain/sox.md A-1, C-2, K-2). */
export function definitionJson({ item, controls }: ItemPlan): string {
  const { definition, checks, fingerprint, queries } = item;
  const { id, kind, version, title, purpose, ...rest } = definition;
  return memberJson({
    schema: 'definition/v1',
    id,
    kind,
    version,
    title,
    purpose,
    fingerprint: fingerprint.sha256,
    fingerprint_parts: fingerprint.parts.map(({ part, sha256 }) => ({ part, sha256 })),
    served_controls: controls.map(plainJson),
    queries: queries.map(({ name, purpose: why, sqlFile, sha256 }) => ({
      name,
      purpose: why,
      sql_file: sqlFile,
      template_sha256: sha256,
    })),
    tests: checks.map(plainJson),
    declared: plainJson(rest),
  });
}
