import { copyFile, mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import {
  type DuckDBConnection,
  DuckDBInstance,
  type DuckDBPreparedStatement,
} from '@duckdb/node-api';
import type { CompiledItem } from '../../src/catalog/compiled-catalog.ts';
import type { SqlToken } from '../../src/catalog/portable-sql/lexer.ts';
import { significantTokens } from '../../src/catalog/portable-sql/template.ts';
import type { DemoBooks } from '../../src/demo/demo-books.ts';
import { bindValues } from '../../src/workbench/duckdb-values.ts';
import { quoteIdentifier, quoteLiteral } from '../../src/workbench/identifiers.ts';
import { planOf } from './run-item.ts';
import { catalog } from './the-catalog.ts';

/** A table an extract reads beside the one its rows come from. */
export interface LookUp {
  readonly reference: string;
  /** It stands in a join, so that a row that stands twice must never go unnamed, whatever it changes. */
  readonly joined: boolean;
}

function tokensOf({ queries }: CompiledItem, query: string | undefined): readonly SqlToken[] {
  const found = queries.find(({ name }) => name === query);
  return significantTokens(found?.template.tokens ?? []);
}

/** Tables whose every row is a row of the report or left out for a reason (E-6), and the one the rows come from. */
function drivers(item: CompiledItem): readonly string[] {
  const inOut = item.checks.find((check) => check.kind === 'in_out_all');
  const counted = tokensOf(item, inOut?.query);
  const unfiltered = counted.flatMap(({ kind, value }, at) => {
    if (kind !== 'string' || value !== 'unfiltered') return [];
    return counted.slice(at).find((token) => token.kind === 'table')?.value ?? [];
  });
  let depth = 0;
  const from = tokensOf(item, 'extract').filter(({ kind, text }, at, all) => {
    depth += text === '(' ? 1 : text === ')' ? -1 : 0;
    return depth === 0 && kind === 'table' && all[at - 1]?.text.toUpperCase() === 'FROM';
  });
  return [...unfiltered, ...from.map(({ value }) => value)];
}

/** Every table an item's extract reads beside those its rows come from. */
export function lookUpsOf(item: CompiledItem): readonly LookUp[] {
  const own = drivers(item);
  const tokens = tokensOf(item, 'extract');
  const tables = tokens.flatMap(({ kind, value }, at) =>
    kind === 'table' ? [[value, tokens[at - 1]?.text.toUpperCase() === 'JOIN'] as const] : [],
  );
  return [...new Set(tables.map(([reference]) => reference))]
    .map((reference) => ({
      reference,
      joined: tables.some(([name, joined]) => name === reference && joined),
    }))
    .filter(({ reference, joined }) => joined || !own.includes(reference));
}

function pathOf(reference: string): string {
  const [name = '', table = ''] = reference.split(/\.(.*)/s);
  const source = catalog.sources.find((one) => one.name === name);
  const definition = source?.tables[table];
  if (source === undefined || definition === undefined) throw new Error(`no table ${reference}`);
  return [source.database, definition.schema, definition.table].map(quoteIdentifier).join('.');
}

/** A copy of demo books that may be written to, for rows that stand twice. */
export class LookUpBooks {
  readonly #connection: DuckDBConnection;
  readonly #instance: DuckDBInstance;
  readonly #prints = new Map<string, DuckDBPreparedStatement>();

  private constructor(instance: DuckDBInstance, connection: DuckDBConnection) {
    this.#instance = instance;
    this.#connection = connection;
  }

  static async open({ databases }: DemoBooks, folder: string): Promise<LookUpBooks> {
    await mkdir(folder);
    const instance = await DuckDBInstance.create(':memory:', { threads: '1' });
    const connection = await instance.connect();
    for (const [database, file] of Object.entries(databases)) {
      const copy = join(folder, `${database}.duckdb`);
      await copyFile(file, copy);
      await connection.run(`ATTACH ${quoteLiteral(copy)} AS ${quoteIdentifier(database)}`);
    }
    return new LookUpBooks(instance, connection);
  }

  close(): void {
    for (const statement of this.#prints.values()) statement.destroySync();
    this.#connection.closeSync();
    this.#instance.closeSync();
  }

  /**
   * What the item's fan-out query names when one row of a look-up, one that the extract uses, stands twice; null when
   * no row of it, standing twice, changes the extract. The books are as before afterwards.
   */
  async namedWhenTwice(
    id: string,
    { reference, joined }: LookUp,
    period: string,
  ): Promise<string | null> {
    const path = pathOf(reference);
    const figure = joined ? 'count(*), sum(hash(x))' : 'count(*)';
    const print = await this.#printOf(id, period, figure);
    const truth = await print();
    const [[rows = 0] = []] = (
      await this.#connection.runAndReadAll(`SELECT count(*) FROM ${path}`)
    ).getRows();
    const differs = async (from: number, to: number) =>
      await this.#doubled(path, from, to, async () => (await print()) !== truth);
    let [first, end] = [0, Number(rows)];
    if (!(await differs(first, end))) return null;
    while (end - first > 1) {
      const middle = Math.floor((first + end) / 2);
      if (await differs(first, middle)) end = middle;
      else first = middle;
    }
    return await this.#doubled(path, first, end, async () => {
      const named = await this.#answer(id, 'fan_out', period);
      return named.map((row) => row.map(String).join(' ')).join('; ');
    });
  }

  /** What tells whether the extract is another one, planned once for all the times it is asked. */
  async #printOf(id: string, period: string, figure: string): Promise<() => Promise<string>> {
    const question = `${id} ${figure}`;
    const statement =
      this.#prints.get(question) ??
      (await this.#prepared(id, 'extract', period, `SELECT ${figure} FROM (`, ') AS x'));
    if (statement === undefined) throw new Error(`${id} has no extract`);
    this.#prints.set(question, statement);
    return async () => {
      const rows = (await statement.runAndReadAll()).getRows();
      return rows.map((row) => row.map(String).join(' ')).join();
    };
  }

  /** Doubles the rows from `first` up to `end`, in the order they are stored, looks, and takes it back. */
  async #doubled<T>(path: string, first: number, end: number, look: () => Promise<T>): Promise<T> {
    await this.#connection.run('BEGIN');
    try {
      await this.#connection.run(
        `INSERT INTO ${path} SELECT * FROM ${path} ORDER BY rowid LIMIT ${end - first} OFFSET ${first}`,
      );
      return await look();
    } finally {
      await this.#connection.run('ROLLBACK');
    }
  }

  async #answer(
    id: string,
    queryName: string,
    period: string,
  ): Promise<readonly (readonly unknown[])[]> {
    const statement = await this.#prepared(id, queryName, period);
    return statement === undefined ? [] : (await statement.runAndReadAll()).getRows();
  }

  async #prepared(
    id: string,
    queryName: string,
    period: string,
    before = '',
    after = '',
  ): Promise<DuckDBPreparedStatement | undefined> {
    const { queries } = planOf(catalog, id, period, ['ALL']);
    const query = queries.find(({ name }) => name === queryName);
    if (query === undefined) return undefined;
    const statement = await this.#connection.prepare(`${before}${query.text}${after}`);
    bindValues(statement, Object.fromEntries(query.parameters.map((one) => [one.name, one])));
    return statement;
  }
}
