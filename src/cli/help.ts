import type { Command } from './command.ts';

function columns(rows: readonly (readonly [string, string])[]): string {
  const width = Math.max(...rows.map(([left]) => left.length));
  return rows.map(([left, right]) => `  ${left.padEnd(width)}  ${right}`).join('\n');
}

/** Help of one verb. */
export function commandHelp({ name, summary, operands, options, examples }: Command): string {
  const rows = Object.entries(options).map(
    ([option, { value, help }]) =>
      [`--${option}${value === undefined ? '' : ` ${value}`}`, help] as const,
  );
  return [
    `${summary}\n`,
    `Usage: ipe ${name}${rows.length > 0 ? ' [options]' : ''}${operands === null ? '' : ` ${operands}`}\n`,
    ...(rows.length > 0 ? [`Options:\n${columns(rows)}\n`] : []),
    `Examples:\n${examples.map((example) => `  ${example}`).join('\n')}`,
  ].join('\n');
}

/** `ipe --help`. */
export function generalHelp(verbs: readonly { readonly name: string; readonly summary: string }[]) {
  return `ipe extracts the reports financial controls rest on, tests their completeness and
accuracy, and seals the evidence so that an auditor can verify it offline.

Usage: ipe <verb> [options] [arguments]
       ipe <ITEM...>             short for: ipe run <ITEM...>

Verbs:
${columns(verbs.map(({ name, summary }) => [name, summary] as const))}

Examples:
  ipe IPE_07                                   run one item on the demo books, default period
  ipe run IPE_07 CR_04 --period 2025-09 --entity NG
  ipe run IPE_07 --dry                         show the exact query and parameters, touch nothing
  ipe verify evidence/                         verify every package below a folder
  ipe <verb> --help                            options of one verb

Exit codes: 0 no exceptions noted, 1 exceptions noted, 2 usage or definition error,
3 source unavailable, 4 integrity failure, 5 refused, 70 fault of the machine or the program`;
}
