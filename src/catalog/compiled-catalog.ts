import type { Sha256 } from '../kernel/digest.ts';
import type { EngineName, ResultColumn } from '../kernel/query.ts';
import { CatalogError } from './catalog-error.ts';
import type { CheckSpec } from './check-spec.ts';
import type { ControlDefinition, JudgedDefinition, SourceDefinition } from './definition.ts';
import { nearestName } from './nearest-name.ts';
import type { SqlTemplate } from './portable-sql/template.ts';

/** The whole catalog, checked and frozen: what everything downstream reads. */
export interface CompiledCatalog {
  readonly controls: readonly ControlDefinition[];
  readonly sources: readonly SourceDefinition[];
  readonly items: readonly CompiledItem[];
}

/** One item, ready to be planned. */
export interface CompiledItem {
  readonly definition: JudgedDefinition;
  /** Folder of the catalog it came from. */
  readonly folder: string;
  /** Columns of the extract in declared order. */
  readonly columns: readonly ResultColumn[];
  /** Checks every item has, then the item's own. */
  readonly checks: readonly CheckSpec[];
  /** `extract`, `completeness`, then the control queries in declared order. */
  readonly queries: readonly CompiledQuery[];
  readonly fingerprint: Fingerprint;
  /** Engines all of its queries can be rendered for. */
  readonly engines: readonly EngineName[];
}

export interface CompiledQuery extends QueryText {
  /** `extract`, `completeness` or the control query's name. */
  readonly name: string;
  readonly purpose: string;
  readonly columns: readonly ResultColumn[];
  /** Texts that replace this one on an engine that needs its own words. */
  readonly overrides: Readonly<Partial<Record<EngineName, QueryText>>>;
}

/** One SQL file of an item. */
export interface QueryText {
  /** File name inside the item's folder. */
  readonly sqlFile: string;
  /** The template exactly as written. */
  readonly text: string;
  readonly sha256: Sha256;
  readonly template: SqlTemplate;
}

/** Digest of everything that decides about an item's rows and verdicts (domain/sox.md K-2). */
export interface Fingerprint {
  readonly sha256: Sha256;
  /** Each part's own digest, so that a change can be named. */
  readonly parts: readonly FingerprintPart[];
}

export interface FingerprintPart {
  /** `query extract`, `parameters`, `output`, `checks`, `table nav_dw.G_L Entries`, `thresholds` */
  readonly part: string;
  readonly sha256: Sha256;
}

/** @throws CatalogError UNKNOWN_ITEM with the nearest id */
export function findItem(catalog: CompiledCatalog, id: string): CompiledItem {
  const found = catalog.items.find(({ definition }) => definition.id === id);
  if (found !== undefined) return found;
  const ids = catalog.items.map(({ definition }) => definition.id);
  const nearest = nearestName(id, ids);
  throw new CatalogError('UNKNOWN_ITEM', `the catalog has no item ${JSON.stringify(id)}`, {
    advice: nearest === undefined ? `Choose one of ${ids.join(', ')}.` : `Did you mean ${nearest}?`,
  });
}
