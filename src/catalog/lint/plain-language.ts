import type { JudgedDefinition } from '../definition.ts';
import type { KnownSelect } from './analyse.ts';
import { type Told, toldBy } from './announcements.ts';
import type { Query } from './sql-tree.ts';
import type { LintNote } from './token-reader.ts';

const KINDS = ['Join', 'Filter', 'Calculation'] as const;

/** How a line begins: `Filter:`, or with what it is about: `Filter, case Refunded:`, `Population 2:`. */
const LABEL = /^[A-Z][a-z]+\b[^:]*: \S/;
/** How it ends where it tells of something the query does: `[ID_COMPANY]`, `[year; a, b]`. */
const NAMES = /\[([^[\]]+)\]$/;

/** Column names in an order of their own, so that two lists of them can be compared. */
function together(names: readonly string[]): string {
  return names
    .map((name) => name.trim().toLowerCase())
    .sort()
    .join(', ');
}

/** What lines of one kind name: each stands for one join, filter or calculation. */
function namedBy(logic: readonly string[], kind: Told['kind']): readonly string[] {
  return logic
    .filter((line) => line.startsWith(kind))
    .flatMap((line) => NAMES.exec(line)?.[1]?.split(';') ?? [])
    .map((part) => together(part.split(',')));
}

/** What is in the first list and, each time it is there, not in the second. */
function without<Each>(
  list: readonly Each[],
  textOf: (each: Each) => string,
  taken: readonly string[],
): readonly Each[] {
  const left = [...taken];
  return list.filter((each) => {
    const place = left.indexOf(textOf(each));
    if (place >= 0) left.splice(place, 1);
    return place < 0;
  });
}

const DONE: Readonly<Record<Told['kind'], string>> = {
  Join: 'joined by',
  Filter: 'restricted by',
  Calculation: 'calculated',
};

/** C-2: every join, filter and calculation of the extract is named by a line of its kind. */
export function untoldNotes(
  { logic }: JudgedDefinition,
  selects: readonly KnownSelect[],
  query: Query,
): readonly LintNote[] {
  const told = toldBy(selects, query);
  return KINDS.flatMap((kind) =>
    without(
      told.filter((each) => each.kind === kind),
      ({ names }) => together(names),
      namedBy(logic, kind),
    ).map(({ at, names }) => ({
      rule: 'C-2' as const,
      at,
      message: `rows are ${DONE[kind]} ${names.join(', ')}, and no ${kind} line ends in [${names.join(', ')}] for it`,
    })),
  );
}

/** C-2: every line says what it is about, and names nothing the extract does not do. */
export function plainLanguageProblems(
  { logic }: JudgedDefinition,
  selects: readonly KnownSelect[],
  query: Query,
): readonly string[] {
  const told = toldBy(selects, query);
  return [
    ...logic
      .filter((line) => !LABEL.test(line))
      .map(
        (line) => `the line ${JSON.stringify(line)} does not begin with what it is: Join, Filter …`,
      ),
    ...KINDS.flatMap((kind) =>
      without(
        namedBy(logic, kind),
        (names) => names,
        told.filter((each) => each.kind === kind).map(({ names }) => together(names)),
      ).map(
        (names) =>
          `a ${kind} line names [${names}], but nothing more of the extract is ${DONE[kind]} that`,
      ),
    ),
  ];
}
