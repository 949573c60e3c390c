import { execFileSync } from 'node:child_process';

/** A named pipe nobody writes to, readable by its owner. */
export function makeFifo(path: string): void {
  execFileSync('mkfifo', ['-m', '400', path]);
}
