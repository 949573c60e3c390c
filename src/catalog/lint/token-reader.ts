import type { SqlToken } from '../portable-sql/lexer.ts';
import { isMark } from '../portable-sql/template.ts';
import type { RuleId, RuleSeverity } from './rules.ts';

/** What a rule says about a place in a text. */
export interface LintNote {
  readonly rule: RuleId;
  readonly at: SqlToken;
  readonly message: string;
  /** Where this case is graver than the rule. */
  readonly severity?: RuleSeverity;
}

/** The grammar cannot go on; where and why stands among the notes. */
export class NotUnderstood extends Error {}

/** A cursor over the tokens that mean something, and what was noticed on the way. */
export class TokenReader {
  readonly notes: LintNote[] = [];
  readonly #tokens: readonly SqlToken[];
  readonly #words: readonly string[];
  readonly #end: SqlToken;
  #index = 0;

  /** Is it a condition of the workbench, not a catalog query? */
  readonly workbench: boolean;

  constructor(tokens: readonly SqlToken[], workbench = false) {
    this.workbench = workbench;
    this.#tokens = tokens;
    this.#words = tokens.map(({ kind, text }) => (kind === 'word' ? text.toUpperCase() : ''));
    this.#end = tokens.at(-1) ?? {
      kind: 'other',
      text: '',
      value: '',
      position: { line: 1, column: 1 },
    };
  }

  get done(): boolean {
    return this.#index >= this.#tokens.length;
  }

  /** The next token, or one further on; undefined behind the end. */
  peek(ahead = 0): SqlToken | undefined {
    return this.#tokens[this.#index + ahead];
  }

  /** The next token; the last one where there is none, so that a note has a place. */
  here(): SqlToken {
    return this.peek() ?? this.#end;
  }

  take(): SqlToken {
    const token = this.here();
    this.#index += 1;
    return token;
  }

  /** Words in upper case, so that no comparison has to make them; empty for what is no word. */
  #word(ahead: number): string {
    return this.#words[this.#index + ahead] ?? '';
  }

  isWord(...words: readonly string[]): boolean {
    const word = this.#word(0);
    return word !== '' && words.includes(word);
  }

  isMark(mark: string, ahead = 0): boolean {
    return isMark(this.peek(ahead), mark);
  }

  /** Takes these words if they come next, in this order. */
  takeWords(...words: readonly string[]): SqlToken | undefined {
    if (!words.every((word, index) => this.#word(index) === word)) return undefined;
    const [first] = words.map(() => this.take());
    return first;
  }

  takeMark(mark: string): SqlToken | undefined {
    return this.isMark(mark) ? this.take() : undefined;
  }

  need(mark: string): SqlToken {
    return this.takeMark(mark) ?? this.fail('PSQL-0', `expected ${mark} here`);
  }

  needWord(word: string): SqlToken {
    return this.takeWords(word) ?? this.fail('PSQL-0', `expected ${word} here`);
  }

  note(rule: RuleId, at: SqlToken, message: string): void {
    this.notes.push({ rule, at, message });
  }

  fail(rule: RuleId, message: string, at: SqlToken = this.here()): never {
    this.note(rule, at, message);
    throw new NotUnderstood(message);
  }

  /** Reads on; where that fails, goes back to where it began and forgets what was noticed. */
  attempt<Result>(read: () => Result): Result | undefined {
    const [index, notes] = [this.#index, this.notes.length];
    try {
      return read();
    } catch (thrown) {
      if (!(thrown instanceof NotUnderstood)) throw thrown;
      this.#index = index;
      this.notes.length = notes;
      return undefined;
    }
  }

  /** Skips the parenthesis that opens next and everything in it. */
  skipParenthesis(): void {
    let depth = 0;
    do {
      const token = this.take();
      if (isMark(token, '(')) depth += 1;
      if (isMark(token, ')')) depth -= 1;
    } while (depth > 0 && !this.done);
  }
}
