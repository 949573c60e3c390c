import { type DuckDBConnection, DuckDBInstance } from '@duckdb/node-api';
import type { CompiledItem } from '../../../src/catalog/compiled-catalog.ts';
import type { ItemPlan } from '../../../src/catalog/plan-item.ts';
import { renderQuery } from '../../../src/catalog/portable-sql/render.ts';
import { tablesOf } from '../../../src/catalog/portable-sql/source-tables.ts';
import { parseTemplate } from '../../../src/catalog/portable-sql/template.ts';
import type { DemoBooks } from '../../../src/demo/demo-books.ts';
import { bindValues } from '../../../src/workbench/duckdb-values.ts';
import { quoteIdentifier, quoteLiteral } from '../../../src/workbench/identifiers.ts';
import { planOf } from '../run-item.ts';
import { catalog } from '../the-catalog.ts';
import type { Deviation, ItemDeviations } from './deviation.ts';
import { attachWrittenSources } from './written-sources.ts';

/** Rows concerned and what they come to; null where the item has no amount. */
interface Figure {
  readonly rows: number;
  readonly amount: string | null;
}

const TABLES = tablesOf(catalog.sources);

/** Demo books, open for reading on one connection. */
export class MeasuredBooks {
  readonly #connection: DuckDBConnection;
  readonly #instance: DuckDBInstance;
  readonly #period: string;

  private constructor(instance: DuckDBInstance, connection: DuckDBConnection, period: string) {
    this.#instance = instance;
    this.#connection = connection;
    this.#period = period;
  }

  /** @param scratch a folder that does not exist yet */
  static async open(books: DemoBooks, scratch: string): Promise<MeasuredBooks> {
    const { databases, defaultPeriod } = books;
    const instance = await DuckDBInstance.create(':memory:', { threads: '1' });
    const connection = await instance.connect();
    for (const [database, file] of Object.entries(databases)) {
      await connection.run(
        `ATTACH ${quoteLiteral(file)} AS ${quoteIdentifier(database)} (READ_ONLY)`,
      );
    }
    await attachWrittenSources(connection, books, scratch);
    return new MeasuredBooks(instance, connection, defaultPeriod);
  }

  close(): void {
    this.#connection.closeSync();
    this.#instance.closeSync();
  }

  /** The figure of every deviation of an item, in order; null where none can be. */
  async figuresOf(measured: ItemDeviations): Promise<readonly (Figure | null)[]> {
    const plan = planOf(catalog, measured.item, this.#period, ['ALL']);
    await this.#create('ours', plan, textOf(plan, 'extract'));
    const figures: (Figure | null)[] = [];
    for (const one of measured.deviations) figures.push(await this.#figure(measured, plan, one));
    return figures;
  }

  async #figure(
    { amount }: ItemDeviations,
    plan: ItemPlan,
    deviation: Deviation,
  ): Promise<Figure | null> {
    if ('none' in deviation) return null;
    if ('listed' in deviation) {
      await this.#create('listed', plan, deviation.listed);
      return await this.#sum('listed', amount === null ? undefined : 'amount');
    }
    if ('reported' in deviation) {
      await this.#create('reported', plan, textOf(plan, deviation.reported));
      return await this.#sum('reported', deviation.amount);
    }
    const ours = textOf(plan, 'extract');
    const historic = deviation.historic(ours);
    if (historic === ours) throw new Error(`${deviation.change}: nothing historic in the extract`);
    await this.#create('historic', plan, historic);
    return await this.#one(differences(plan.item, amount), amount !== null);
  }

  /** What the query answers as a table; the template's rules and the run's values are those of the item. */
  async #create(name: string, plan: ItemPlan, text: string): Promise<void> {
    const { template, problems } = parseTemplate(text);
    if (problems.length > 0) throw new Error(`${JSON.stringify(problems)} in ${text}`);
    const query = renderQuery(template, 'duckdb', TABLES, plan.parameters);
    const statement = await this.#connection.prepare(
      `CREATE OR REPLACE TEMP TABLE ${name} AS ${query.text}`,
    );
    bindValues(statement, Object.fromEntries(query.parameters.map((one) => [one.name, one])));
    await statement.run();
  }

  async #sum(table: string, amount: string | undefined): Promise<Figure> {
    return await this.#one(
      `SELECT count(*), coalesce(sum(${amount ?? 0}), 0) FROM ${table}`,
      amount !== undefined,
    );
  }

  /** Rows and amount, the two values of the one row. */
  async #one(sql: string, hasAmount: boolean): Promise<Figure> {
    const [[rows, amount] = []] = (await this.#connection.runAndReadAll(sql)).getRows();
    return { rows: Number(rows), amount: hasAmount ? String(amount) : null };
  }
}

function textOf(plan: ItemPlan, name: string): string {
  const query = plan.queries.find((one) => one.name === name);
  if (query === undefined) throw new Error(`${plan.item.definition.id} has no query ${name}`);
  return query.template.text;
}

/** Per key, rows that one side alone has, a changed row counted once; and ours less the historic amount. */
function differences({ definition, columns }: CompiledItem, amount: string | null): string {
  const names = columns.map(({ name }) => quoteIdentifier(name)).join(', ');
  const key = definition.key.map(quoteIdentifier).join(', ');
  const total = (table: string) =>
    `(SELECT coalesce(sum(a), 0) FROM (SELECT ${amount ?? 0} AS a FROM ${table}))`;
  return `
    WITH both_sides AS (
      SELECT ${names}, 1 AS side FROM ours UNION ALL SELECT ${names}, -1 FROM historic
    ),
    one_sided AS (
      SELECT ${key}, sum(side) AS times FROM both_sides
      GROUP BY ${key}, hash(${names}) HAVING sum(side) <> 0
    ),
    per_key AS (
      SELECT greatest(sum(times) FILTER (times > 0), -sum(times) FILTER (times < 0)) AS differing
      FROM one_sided GROUP BY ${key}
    )
    SELECT coalesce(sum(differing), 0), ${total('ours')} - ${total('historic')} FROM per_key`;
}

/** What the README's third column says. */
export function onTheDemoBooks(
  deviation: Deviation,
  clean: Figure | null | undefined,
  broken: Figure | null | undefined,
): string {
  if ('none' in deviation) return `none: ${deviation.none}`;
  if (!clean || !broken) throw new Error(`${deviation.change}: not measured`);
  const words = ({ rows, amount }: Figure) => {
    const count = `${grouped(String(rows))} ${rows === 1 ? 'row' : 'rows'}`;
    const what = 'reported' in deviation ? `${count} reported` : count;
    return amount === null || rows === 0 ? what : `${what}, ${money(amount)}`;
  };
  return `clean: ${words(clean)}; with breaks: ${words(broken)}`;
}

function grouped(digits: string): string {
  return digits.replaceAll(/\B(?=(\d{3})+$)/g, ',');
}

function money(amount: string): string {
  const [whole = '', fraction = ''] = amount.split('.');
  const cents = fraction.replace(/0+$/, '').padEnd(2, '0');
  return `${grouped(whole)}.${cents}`;
}
