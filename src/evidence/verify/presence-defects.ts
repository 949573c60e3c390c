import { sha256 } from '../../kernel/digest.ts';
import { MEMBER, ONLY_WITH_EXTRACT, requiredMembers } from '../manifest/member-path.ts';
import type { PackageFacts } from './check-statements.ts';
import type { Defect } from './report.ts';
import type { Statements } from './statements.ts';

const NO_QUERY = sha256('');

const SEAL: readonly { readonly path: string; readonly promise: 'signature' | 'timestamp' }[] = [
  { path: MEMBER.signature, promise: 'signature' },
  { path: MEMBER.signatureTime, promise: 'timestamp' },
  { path: MEMBER.runStartTime, promise: 'timestamp' },
];

/** Members that must be there, must not be there, or were promised (evidence-package 2, 3.3). */
export function presenceDefects(
  { members }: PackageFacts,
  { evidence, runStart }: Statements,
): readonly Defect[] {
  const present = new Set(members.map(({ path }) => path));
  const completed = evidence === undefined || evidence.data !== null;
  const hasQuery = runStart !== undefined && runStart.querySha256 !== NO_QUERY;
  const required = [...requiredMembers(completed), ...(hasQuery ? [MEMBER.query] : [])];
  const excluded = completed ? [] : ONLY_WITH_EXTRACT.filter((path) => present.has(path));
  const missing = required.filter((path) => !present.has(path));
  return [
    ...missing.map(
      (path): Defect => ({
        code: 'missing_member',
        path,
        expected: 'every package to have it',
        actual: 'absent',
      }),
    ),
    ...excluded.map(
      (path): Defect => ({
        code: 'unexpected_member',
        path,
        expected: 'no data, because the extraction did not complete',
        actual: 'present',
      }),
    ),
    ...(evidence === undefined ? [] : sealDefects(present, evidence.seal)),
  ];
}

function sealDefects(
  present: ReadonlySet<string>,
  seal: { readonly signature: string; readonly timestamp: string },
): readonly Defect[] {
  return SEAL.flatMap(({ path, promise }): Defect[] => {
    const promised = seal[promise] !== 'none';
    if (promised === present.has(path)) return [];
    const expected = `evidence.json says ${promise}: ${seal[promise]}`;
    return promised
      ? [{ code: 'seal_missing', path, expected, actual: 'absent' }]
      : [{ code: 'unexpected_member', path, expected, actual: 'present' }];
  });
}
