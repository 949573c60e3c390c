import { messageOf } from '../../kernel/errors.ts';
import { MEMBER } from '../manifest/member-path.ts';
import { parseStrictJson } from '../manifest/strict-json.ts';
import type { Defect } from './report.ts';

const LINE =
  /^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}\.[0-9]{3}Z [A-Z]{4,5} ([a-z][a-z0-9_.]*) (\{.*\})$/;

/** data/execution.log: one event per line, from `run.started` to `seal.started` (evidence-package 3.4). */
export function logDefects(content: Uint8Array): readonly Defect[] {
  const refuse = (expected: string, actual: string): readonly Defect[] => [
    { code: 'unreadable_member', path: MEMBER.log, expected, actual },
  ];
  const lines = Buffer.from(content).toString('utf8').split('\n');
  if (lines.pop() !== '') return refuse('a line feed after the last line', 'none');
  const names: string[] = [];
  for (const [index, line] of lines.entries()) {
    const [, name, fields] = LINE.exec(line) ?? [];
    if (name === undefined || fields === undefined) {
      return refuse(`line ${index + 1} to be <time> <LEVEL> <event> <JSON>`, line);
    }
    try {
      parseStrictJson(new TextEncoder().encode(fields));
    } catch (error) {
      return refuse(`line ${index + 1} to end in a JSON object`, messageOf(error));
    }
    names.push(name);
  }
  const ends = [names.at(0), names.at(-1)].join(' … ');
  if (ends === 'run.started … seal.started') return [];
  return refuse('first and last event: run.started … seal.started', ends);
}
