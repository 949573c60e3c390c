import { PipelineError } from '../../kernel/errors.ts';
import type { ContainerDefectCode, Defect } from './report.ts';

/** The first ambiguity of a container: reading stops there. Becomes a defect, never leaves this folder. */
export class ContainerFault extends PipelineError<ContainerDefectCode> {
  readonly defect: Defect;

  constructor(code: ContainerDefectCode, path: string, expected: string, actual: string) {
    super(code, `${path}: expected ${expected}, got ${actual}`);
    this.defect = { code, path, expected, actual };
  }
}

/** For a catch: the fault, and everything that is none thrown on. */
export function containerFault(error: unknown): ContainerFault {
  if (error instanceof ContainerFault) return error;
  throw error;
}
