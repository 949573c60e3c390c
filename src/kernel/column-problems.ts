/**
 * Whether delivered columns are the declared ones: by position and by name, case ignored, because engines fold it
 * (design: architecture section 5). Duplicates and unnamed columns are named too.
 * @returns one sentence per problem, none when they match
 */
export function columnProblems(
  declared: readonly string[],
  delivered: readonly string[],
): string[] {
  const problems: string[] = [];
  const seen = new Set<string>();
  for (const [index, name] of delivered.entries()) {
    const place = `column ${index + 1}`;
    const folded = name.toLowerCase();
    if (name.trim() === '') problems.push(`${place} has no name`);
    else if (seen.has(folded)) problems.push(`${place} repeats the name ${JSON.stringify(name)}`);
    else if (folded !== declared[index]?.toLowerCase()) {
      const wanted = declared[index];
      problems.push(
        wanted === undefined
          ? `${place}, ${JSON.stringify(name)}, is not declared`
          : `${place} is ${JSON.stringify(name)} where ${JSON.stringify(wanted)} is declared`,
      );
    }
    seen.add(folded);
  }
  for (const missing of declared.slice(delivered.length)) {
    problems.push(`${JSON.stringify(missing)} is declared and not delivered`);
  }
  return problems;
}
