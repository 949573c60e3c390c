import type { PackageName } from '../manifest/package-name.ts';
import { differing } from './fact-check.ts';
import { identityComparisons } from './identity-comparisons.ts';
import { measureComparisons } from './measure-comparisons.ts';
import { preflightComparisons } from './preflight-comparisons.ts';
import { presenceDefects } from './presence-defects.ts';
import type { ReadMember } from './read-member.ts';
import type { Defect } from './report.ts';
import { resultComparisons } from './result-comparisons.ts';
import type { Contents, Statements } from './statements.ts';

/** What the container itself says. */
export interface PackageFacts {
  readonly package: PackageName;
  readonly dosTime: number;
  readonly members: readonly ReadMember[];
  readonly contents: Contents;
}

/** Do the package's files agree with each other and with its name (evidence-package 8.2 step 4)? */
export function checkStatements(facts: PackageFacts, stated: Statements): readonly Defect[] {
  return [
    ...stated.defects,
    ...presenceDefects(facts, stated),
    ...differing([
      ...identityComparisons(facts, stated),
      ...resultComparisons(facts, stated),
      ...preflightComparisons(stated),
      ...measureComparisons(facts, stated),
    ]),
  ];
}
