import type { Answer } from './answer.ts';
import type { Dataset, Row, VariableValue } from './datasets.ts';
import { checkDeclared } from './describe-set.ts';
import { type Evaluated, evaluate, type Scope } from './evaluate.ts';
import { type FactState, type Facts, factSet } from './facts.ts';
import type { ActiveFaults } from './faults.ts';
import { type SelectItem, type Statement, UnexpectedStatement } from './parse-batch.ts';
import type { WireParameter } from './requests.ts';
import type { Session } from './session.ts';
import { SqlError } from './sql-error.ts';
import { parseSqlType, printSqlType } from './sql-type.ts';
import type { RequestKind } from './traffic-log.ts';
import { bindSelect, columnsNow, resultColumn } from './wrapped-select.ts';

/** What statements run against. */
export interface Surroundings {
  readonly session: Session;
  readonly facts: Facts;
  readonly state: FactState;
  readonly faults: ActiveFaults;
  readonly answer: Answer;
}

type WrappedSelect = Extract<Statement, { kind: 'wrapped' }>;
type PlainSelect = Extract<Statement, { kind: 'plain' }>;

const isAggregate = ({ items }: WrappedSelect) =>
  items.some(
    ({ expression }) => JSON.stringify(expression)?.match(/"kind":"(count|sum)"/) !== null,
  );

const asksFormatOnly = (statement: Statement) =>
  statement.kind === 'set' && statement.words.join(' ') === 'fmtonly on';

/** What a text is for, as a whole. */
export function kindOf(statements: readonly Statement[], facts: Facts): RequestKind {
  if (statements.some(asksFormatOnly)) return 'format-only';
  const wrapped = statements.find((statement) => statement.kind === 'wrapped');
  if (wrapped !== undefined) return isAggregate(wrapped) ? 'aggregate' : 'extract';
  if (statements.some((statement) => statement.kind === 'reviewed')) return 'native';
  const plain = statements.find((statement) => statement.kind === 'plain');
  if (plain === undefined) return 'settings';
  return plain.items.some(({ alias }) => alias in facts) ? 'facts' : 'probe';
}

const produces = (statement: Statement) => statement.kind !== 'set' && statement.kind !== 'declare';

/** Runs the statements of one request. */
export class Execution {
  readonly #around: Surroundings;
  readonly #variables = new Map<string, VariableValue>();
  #rowCount = 0;
  #formatOnly = false;

  constructor(around: Surroundings, parameters: readonly WireParameter[]) {
    this.#around = around;
    for (const { name, type, value } of parameters) {
      this.#variables.set(name.toLowerCase(), { type, text: value });
    }
  }

  /** @throws SqlError, UnexpectedStatement and what the answer throws when it is cut or broken */
  async run(statements: readonly Statement[]): Promise<void> {
    const { answer, faults } = this.#around;
    const last = statements.findLastIndex(produces);
    for (const [index, statement] of statements.entries()) {
      const isLast = index === last;
      switch (statement.kind) {
        case 'set':
          if (statement.words[0] === 'fmtonly') this.#formatOnly = statement.words[1] === 'on';
          else this.#around.session.set(statement.words);
          break;
        case 'declare':
          this.#declare(statement);
          break;
        case 'reviewed':
          await this.#reviewed(statement.dataset, isLast);
          break;
        case 'wrapped':
          if (await this.#wrapped(statement, isLast)) return;
          break;
        case 'plain':
          if (faults.find('no-trailer') === undefined || last === 0) {
            await this.#plain(statement, isLast);
          }
          break;
      }
    }
    if (last < 0) answer.endStatement(null, true);
  }

  #scope(): Scope {
    return {
      columns: new Map(),
      variables: this.#variables,
      rowCount: this.#rowCount,
      now: this.#around.state.now,
      aggregates: null,
    };
  }

  #declare({ name, type, value }: Extract<Statement, { kind: 'declare' }>): void {
    if (this.#variables.has(name)) {
      throw new SqlError(134, `The variable name '@${name}' has already been declared.`, 15);
    }
    let text: string | null = null;
    if (value !== null) {
      const evaluated = evaluate(value, this.#scope());
      const assigned = evaluate({ kind: 'convert', type, of: value, style: null }, this.#scope());
      // The same type on both sides is no second conversion.
      text = (printSqlType(evaluated.type) === printSqlType(type) ? evaluated : assigned).value([]);
    }
    this.#variables.set(name, { type: printSqlType(type), text });
  }

  /** Rows of a data set as this session sees it now. */
  #read(dataset: Dataset): AsyncIterable<Row> | Iterable<Row> {
    const { session } = this.#around;
    checkDeclared(dataset.text, (name) => this.#variables.has(name));
    if (session.inSnapshot && dataset.noSnapshot !== undefined) {
      throw new SqlError(
        3952,
        `Snapshot isolation transaction failed accessing database '${dataset.noSnapshot}' because snapshot isolation is not allowed in this database. Use ALTER DATABASE to allow snapshot isolation.`,
      );
    }
    return dataset.rows(this.#variables, session.readVersion());
  }

  /** The reviewed text itself: native types, as the naive path reads them. */
  async #reviewed(dataset: Dataset, isLast: boolean): Promise<void> {
    const { answer } = this.#around;
    const columns = columnsNow(dataset).map(resultColumn);
    if (this.#formatOnly) {
      answer.columns(columns);
      answer.endStatement(0, isLast);
      return;
    }
    const rows = this.#read(dataset);
    answer.columns(columns);
    const order = columns.flatMap((_, index) =>
      dataset.columns[index]?.orderBy ? [index + 1] : [],
    );
    this.#rowCount = await answer.rows(columns, rows, (row, index) => row[index] ?? null, order);
    answer.endStatement(this.#rowCount, isLast);
  }

  /** Returns true when nothing after it is to be answered. */
  async #wrapped(select: WrappedSelect, isLast: boolean): Promise<boolean> {
    const { answer, faults, state } = this.#around;
    const bound = bindSelect(select, this.#variables, state.now);
    const { columns, cells } = bound;
    if (this.#formatOnly) {
      answer.columns(columns);
      answer.endStatement(0, isLast);
      return false;
    }
    const source = this.#read(select.dataset);
    if (bound.aggregates !== null) {
      for await (const row of source) {
        for (const aggregate of bound.aggregates) aggregate.add(row);
      }
      await answer.smallSet(columns, [cells.map((cell) => cell.value([]))], isLast);
      return false;
    }
    const values = cells.map((cell) => cell.value);
    const rows = bound.compare === null ? source : await sorted(source, bound.compare);
    const order = select.orderBy.map((_, index) => index + 1);
    if (faults.find('no-set') === undefined) {
      answer.columns(columns);
      this.#rowCount = await answer.rows(
        columns,
        rows,
        // biome-ignore lint/style/noNonNullAssertion: one value function per column
        (row, index) => values[index]!(row),
        order,
      );
    }
    return await this.#endWrapped(isLast);
  }

  async #endWrapped(isLast: boolean): Promise<boolean> {
    const { answer, faults } = this.#around;
    if (faults.find('error-bit')?.on === 'DONEINPROC') {
      answer.errorBit();
      return true;
    }
    answer.endStatement(this.#rowCount + (faults.find('row-count')?.add ?? 0), isLast);
    if (faults.find('extra-set') !== undefined) {
      const type = parseSqlType('nvarchar(20)');
      await answer.smallSet([{ name: 'extra', type, nullable: true }], [['1'], ['2']], false);
      return true;
    }
    return faults.find('no-set') !== undefined;
  }

  async #plain({ items, from }: PlainSelect, isLast: boolean): Promise<void> {
    const { answer, facts, state } = this.#around;
    if (items.some(({ alias }) => alias in facts)) {
      const set = factSet(
        items.map(({ alias }) => this.#known(alias)),
        facts,
        state,
      );
      await answer.smallSet(set.columns, set.rows, isLast);
      this.#rowCount = set.rows.length;
      return;
    }
    if (from) throw new UnexpectedStatement('a SELECT of facts nobody declared');
    const cells = items.map((item) => this.#constant(item));
    const columns = cells.map(({ type, nullable }, index) => ({
      name: items[index]?.alias ?? '',
      type,
      nullable,
    }));
    await answer.smallSet(columns, [cells.map((cell) => cell.value([]))], isLast);
    this.#rowCount = 1;
  }

  #known(alias: string): string {
    if (!(alias in this.#around.facts)) {
      throw new UnexpectedStatement(`the fact [${alias}], which the test did not declare`);
    }
    return alias;
  }

  #constant({ alias, expression }: SelectItem): Evaluated {
    if (expression === null) throw new UnexpectedStatement(`the item AS [${alias}]`);
    return evaluate(expression, this.#scope());
  }
}

async function sorted(
  source: AsyncIterable<Row> | Iterable<Row>,
  compare: (a: Row, b: Row) => number,
): Promise<readonly Row[]> {
  const rows: Row[] = [];
  for await (const row of source) rows.push(row);
  return rows.sort(compare);
}
