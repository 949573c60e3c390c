/** What happens while items run: plain lines, or one line that is rewritten on a terminal. */
export interface Progress {
  /** A line that stays. */
  line(text: string): void;
  /** What is going on now: replaced by whatever comes next on a terminal, an own line elsewhere. */
  now(text: string): void;
  clear(): void;
}

const CLEAR_LINE = '\r\u001b[2K';

/** Progress goes to standard error, so that standard output holds results only. */
export function startProgress(stream: NodeJS.WriteStream, quiet: boolean): Progress {
  if (quiet) return { line: () => undefined, now: () => undefined, clear: () => undefined };
  if (!stream.isTTY) {
    const line = (text: string) => {
      stream.write(`${text}\n`);
    };
    return { line, now: line, clear: () => undefined };
  }
  const clear = () => {
    stream.write(CLEAR_LINE);
  };
  return {
    line: (text) => {
      stream.write(`${CLEAR_LINE}${text}\n`);
    },
    now: (text) => {
      stream.write(`${CLEAR_LINE}${text.slice(0, Math.max(1, stream.columns - 1))}`);
    },
    clear,
  };
}
