import { availableParallelism } from 'node:os';
import { type CompiledCatalog, type CompiledItem, findItem } from '../catalog/compiled-catalog.ts';
import { inDependencyOrder } from '../catalog/dependencies.ts';
import { COMPANIES, type EntitySelection, resolveEntities } from '../catalog/entities.ts';
import type { Clock } from '../kernel/clock.ts';
import { ParseError } from '../kernel/errors.ts';
import { type Period, parsePeriod, parsePeriodOrCutoff, previousPeriod } from '../kernel/period.ts';

/** Memory below which an item that runs beside others is likely to fail. */
const LEAST_MEGABYTES_PER_JOB = 256;
const MOST_JOBS = 64;

/** Items named, or every item of the catalog; each after those it depends on. */
export function chosenItems(
  catalog: CompiledCatalog,
  items: readonly string[],
  all: boolean,
): readonly CompiledItem[] {
  if (all && items.length > 0) {
    throw new ParseError('BAD_VALUE', 'give items or --all, not both');
  }
  if (!all && items.length === 0) {
    throw new ParseError('BAD_VALUE', 'no item is named', {
      advice: 'Name items, for example: ipe run IPE_07; or give --all. See: ipe list',
    });
  }
  const chosen = all ? catalog.items : [...new Set(items)].map((id) => findItem(catalog, id));
  const order = inDependencyOrder(chosen.map(({ definition }) => definition));
  return order.flatMap((definition) => chosen.filter((item) => item.definition === definition));
}

export function chosenPeriod(
  text: string | undefined,
  demoPeriod: string | null,
  clock: Clock,
): Period {
  if (text === 'previous') return previousPeriod(parsePeriod(clock.now().slice(0, 7)));
  if (text !== undefined) return parsePeriodOrCutoff(text);
  if (demoPeriod !== null) return parsePeriod(demoPeriod);
  throw new ParseError('BAD_PERIOD', 'no period is given', {
    advice: 'Sources are configured, so say which month: --period 2025-09 (or previous).',
  });
}

/** `gl_accounts=18412,13003`: a comma makes a list where the definition has one. */
export function overridesOf(parameters: readonly string[], item: CompiledItem) {
  const constants = item.definition.parameters.constants ?? {};
  return Object.fromEntries(
    parameters.map((text) => {
      const [, name, value] = /^:?([a-z_][a-z0-9_]*)=(.*)$/s.exec(text) ?? [];
      if (name === undefined || value === undefined) {
        throw new ParseError('BAD_VALUE', `--param takes name=value, got ${JSON.stringify(text)}`);
      }
      const isList = typeof constants[name]?.value === 'object';
      const parts = value.trim() === '' ? [] : value.split(',').map((part) => part.trim());
      return [name, isList ? parts : value];
    }),
  );
}

/**
 * Whom to run for: `all` (when nothing is said) is one package ALL, `each` one package for each company, a list one
 * for each of its members, named once.
 */
export function chosenEntities(tokens: readonly string[]): readonly EntitySelection[] {
  const words = tokens.map((token) => token.trim().toUpperCase());
  if (words.length === 0) return [resolveEntities(['ALL'])];
  if (words.length === 1 && words[0] === 'EACH') {
    return COMPANIES.map(({ entity }) => resolveEntities([entity]));
  }
  const several = words.length > 1 ? words.find((word) => word === 'EACH' || word === 'ALL') : null;
  if (several) {
    throw new ParseError('BAD_VALUE', `--entity takes ${several.toLowerCase()} alone, or a list`);
  }
  const selections = words.map((word) => resolveEntities([word]));
  return selections.filter(
    ({ entity }, at) => selections.findIndex((other) => other.entity === entity) === at,
  );
}

/** Are they, taken together, for every company? */
export function isForEveryCompany(selections: readonly EntitySelection[]): boolean {
  return new Set(selections.flatMap(({ companies }) => companies)).size === COMPANIES.length;
}

/** Is it the month before the one it is now, in UTC? */
export function isPreviousMonth(period: Period, clock: Clock): boolean {
  return period.id === chosenPeriod('previous', null, clock).id;
}

/** The part of the cells this process does. */
export interface Shard {
  /** From 1. */
  readonly index: number;
  readonly count: number;
}

/** `2/4`; the whole is `1/1`. @throws ParseError */
export function chosenShard(text: string | undefined, cells: number): Shard {
  const [, first, second] = /^([1-9][0-9]{0,3})\/([1-9][0-9]{0,3})$/.exec(text ?? '1/1') ?? [];
  const shard = { index: Number(first), count: Number(second) };
  if (!(shard.index <= shard.count)) {
    throw new ParseError('BAD_VALUE', `--shard takes i/n with i from 1 to n, got ${text}`);
  }
  if (shard.count <= cells) return shard;
  throw new ParseError('BAD_VALUE', `--shard ${text}: there are only ${cells} packages to make`);
}

/** Every n-th cell from the i-th on: shards are of equal size, and together they are the whole. */
export function inShard<Cell>(cells: readonly Cell[], { index, count }: Shard): readonly Cell[] {
  return cells.filter((_, at) => at % count === index - 1);
}

/** What an item may take when several run at once. */
export interface JobLimits {
  readonly jobs: number;
  readonly memoryLimit: string;
  readonly threads: number | null;
}

/**
 * How many items run at once: half the processors, as long as each gets enough of the memory limit, which they share.
 * @throws ParseError
 */
export function chosenJobs(
  text: string | undefined,
  limits: { readonly memoryLimit: string; readonly threads: number | null },
  processors = availableParallelism(),
): JobLimits {
  const [, digits, unit] = /^([0-9]+)(MB|GB)$/.exec(limits.memoryLimit) ?? [];
  const megabytes = Number(digits) * (unit === 'GB' ? 1000 : 1);
  const room = Math.floor(megabytes / LEAST_MEGABYTES_PER_JOB);
  const jobs =
    text === undefined ? Math.max(1, Math.min(Math.floor(processors / 2), room)) : Number(text);
  if (text !== undefined && (!/^[1-9][0-9]?$/.test(text) || jobs > MOST_JOBS)) {
    throw new ParseError(
      'BAD_VALUE',
      `--jobs takes a whole number from 1 to ${MOST_JOBS}, got ${text}`,
    );
  }
  if (jobs === 1) return { jobs, ...limits };
  return {
    jobs,
    memoryLimit: `${Math.max(1, Math.floor(megabytes / jobs))}MB`,
    threads: limits.threads ?? Math.max(1, Math.floor(processors / jobs)),
  };
}
