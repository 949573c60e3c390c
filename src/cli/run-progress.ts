import type { RunListener } from '../app/execute-run.ts';
import { cellName } from '../app/run-summary.ts';
import { eventLine } from './event-line.ts';
import type { Progress } from './progress.ts';
import { outcomeLine } from './result-text.ts';

/** `1 h 05 min`, `3 min`, `40 s`: rounded, because it is a guess. */
export function aboutText(seconds: number): string {
  const whole = Math.max(0, Math.round(seconds));
  if (whole < 60) return `${whole} s`;
  const minutes = Math.round(whole / 60);
  if (minutes < 60) return `${minutes} min`;
  return `${Math.floor(minutes / 60)} h ${`${minutes % 60}`.padStart(2, '0')} min`;
}

/**
 * How long the rest may take, from how long the same cells took before; those that never ran are said, not guessed.
 */
export function remainingText(
  open: readonly string[],
  earlier: ReadonlyMap<string, number>,
  jobs: number,
): string {
  const known = open.flatMap((name) => earlier.get(name) ?? []);
  if (open.length === 0) return '';
  if (known.length === 0) return 'no earlier run to estimate from';
  const left = aboutText(known.reduce((sum, seconds) => sum + seconds, 0) / jobs);
  const unknown = open.length - known.length;
  return unknown === 0
    ? `about ${left} left`
    : `about ${left} left, and ${unknown} never run before`;
}

/** Tells people how far a run is: the whole and each item that is at work. */
export function tellProgress(progress: Progress, jobs: number, cells: number): RunListener {
  let earlier: ReadonlyMap<string, number> = new Map();
  let done = 0;
  const open = new Set<string>();
  const atWork = new Map<string, string>();
  const whole = () => `${done}/${cells} done`;
  return {
    onBegin: (all, known) => {
      earlier = known;
      for (const cell of all) open.add(cellName(cell));
      if (cells > 1) progress.line(`${whole()}, ${remainingText([...open], earlier, jobs)}`);
    },
    onStart: (cell) => {
      atWork.set(cellName(cell), 'started');
    },
    onEvent: (cell, event) => {
      const text = eventLine(event);
      if (text === null) return;
      atWork.set(cellName(cell), text);
      const others = [...atWork.keys()].filter((name) => name !== cellName(cell));
      const beside = others.length === 0 ? '' : ` (beside ${others.join(', ')})`;
      const head = cells > 1 ? `${whole()}  ` : '';
      progress.now(`${head}${cellName(cell)} ${cell.period}  ${text}${beside}`);
    },
    onEnd: (summary) => {
      done += 1;
      open.delete(cellName(summary));
      atWork.delete(cellName(summary));
      if (cells === 1) return;
      const left = remainingText([...open], earlier, jobs);
      progress.line(`${whole()}  ${outcomeLine(summary)}${left === '' ? '' : `; ${left}`}`);
    },
  };
}
