import { type DuckDBConnection, DuckDBInstance } from '@duckdb/node-api';
import type { CompiledItem } from '../../../src/catalog/compiled-catalog.ts';
import { renderQuery } from '../../../src/catalog/portable-sql/render.ts';
import { tablesOf } from '../../../src/catalog/portable-sql/source-tables.ts';
import { parseTemplate } from '../../../src/catalog/portable-sql/template.ts';
import type { DemoBooks } from '../../../src/demo/demo-books.ts';
import { bindValues } from '../../../src/workbench/duckdb-values.ts';
import { quoteIdentifier, quoteLiteral } from '../../../src/workbench/identifiers.ts';
import { planOf } from '../run-item.ts';
import { catalog } from '../the-catalog.ts';
import type { Deviation, ItemDeviations } from './deviation.ts';

/** Rows concerned and what they come to; null where the item has no amount. */
interface Figure {
  readonly rows: number;
  readonly amount: string | null;
}

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

  static async open({ databases, defaultPeriod }: DemoBooks): Promise<MeasuredBooks> {
    const instance = await DuckDBInstance.create(':memory:', { threads: '1' });
    const connection = await instance.connect();
    for (const [database, file] of Object.entries(databases)) {
      await connection.run(
        `ATTACH ${quoteLiteral(file)} AS ${quoteIdentifier(database)} (READ_ONLY)`,
      );
    }
    return new MeasuredBooks(instance, connection, defaultPeriod);
  }

  close(): void {
    this.#connection.closeSync();
    this.#instance.closeSync();
  }

  /** The figure of every deviation of an item that has one, in order; null where none can be. */
  async figuresOf({
    item,
    amount,
    deviations,
  }: ItemDeviations): Promise<readonly (Figure | null)[]> {
    const plan = planOf(catalog, item, this.#period, ['ALL']);
    const ours = plan.queries.find(({ name }) => name === 'extract')?.template.text ?? '';
    const table = async (name: string, text: string) => {
      const { template, problems } = parseTemplate(text);
      if (problems.length > 0) throw new Error(`${item}: ${JSON.stringify(problems)} in ${text}`);
      const tables = tablesOf(catalog.sources);
      const query = renderQuery(template, 'duckdb', tables, plan.parameters);
      const statement = await this.#connection.prepare(
        `CREATE OR REPLACE TEMP TABLE ${name} AS ${query.text}`,
      );
      bindValues(statement, Object.fromEntries(query.parameters.map((one) => [one.name, one])));
      await statement.run();
    };
    const measured = async (deviation: Deviation): Promise<Figure | null> => {
      if ('none' in deviation) return null;
      if ('listed' in deviation) {
        await table('listed', deviation.listed);
        return await this.#figure(
          `SELECT 1 AS n, ${amount === null ? 0 : 'amount'} AS a FROM listed`,
          amount,
        );
      }
      const historic = deviation.historic(ours);
      if (historic === ours) throw new Error(`${item} ${deviation.change}: nothing is historic`);
      await table('historic', historic);
      return await this.#figure(differences(plan.item, amount), amount);
    };
    await table('ours', ours);
    const figures: (Figure | null)[] = [];
    for (const deviation of deviations) figures.push(await measured(deviation));
    return figures;
  }

  async #figure(sql: string, amount: string | null): Promise<Figure> {
    const reader = await this.#connection.runAndReadAll(
      `SELECT coalesce(sum(n), 0), CAST(coalesce(sum(a), 0) AS VARCHAR) FROM (${sql})`,
    );
    const [[rows, total] = []] = reader.getRows();
    return { rows: Number(rows), amount: amount === null ? null : String(total) };
  }
}

/** Per key, rows that one side alone has, a changed row counted once, and ours less the historic amount. */
function differences({ definition, columns }: CompiledItem, amount: string | null): string {
  const names = columns.map(({ name }) => quoteIdentifier(name)).join(', ');
  const key = definition.key.map(quoteIdentifier).join(', ');
  return `
    SELECT greatest(count(*) FILTER (side = 1), count(*) FILTER (side = -1)) AS n, sum(side * a) AS a
    FROM (
      SELECT *, 1 AS side, ${amount ?? 0} AS a FROM (SELECT ${names} FROM ours EXCEPT ALL SELECT ${names} FROM historic)
      UNION ALL
      SELECT *, -1 AS side, ${amount ?? 0} AS a FROM (SELECT ${names} FROM historic EXCEPT ALL SELECT ${names} FROM ours)
    )
    GROUP BY ${key}`;
}

/** `12 rows, 3,400.00` */
function words({ rows, amount }: Figure): string {
  const count = `${grouped(String(rows))} ${rows === 1 ? 'row' : 'rows'}`;
  return amount === null || rows === 0 ? count : `${count}, ${money(amount)}`;
}

/** What the README's third column says. */
export function onTheDemoBooks(
  deviation: Deviation,
  clean: Figure | null | undefined,
  broken: Figure | null | undefined,
): string {
  if ('none' in deviation) return `none: ${deviation.none}`;
  if (!clean || !broken) throw new Error(`${deviation.change}: not measured`);
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
