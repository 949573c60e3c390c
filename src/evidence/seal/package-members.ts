import {
  isMemberPath,
  isPayloadPath,
  MEMBER,
  ONLY_WITH_EXTRACT,
  requiredMembers,
} from '../manifest/member-path.ts';
import { SealError } from './seal-error.ts';

/** A file of the package as its maker hands it over: README.txt or one below data/, but the extract. */
export interface SealMember {
  readonly path: string;
  readonly content: Uint8Array;
}

/** Members a reader takes into memory whole (evidence-package 8.2). */
const LARGEST_MEMBER = 64 * 1024 * 1024;
const MOST_MEMBERS = 1000;
/** Written while sealing, never handed over. */
const WRITTEN_HERE: readonly string[] = [
  MEMBER.bagInfo,
  MEMBER.bagit,
  MEMBER.manifest,
  MEMBER.tagManifest,
  MEMBER.extract,
];

/**
 * Refuses members that would make a package no reader accepts: paths the layout does not allow, the same path twice
 * (case ignored), a required member that is missing, data beside an extraction that did not complete (evidence-package 2).
 * @throws SealError BAD_MEMBER naming every such member
 */
export function checkMembers(members: readonly SealMember[], extractCompleted: boolean): void {
  const paths = members.map(({ path }) => path);
  const required = requiredMembers(extractCompleted).filter((path) => !WRITTEN_HERE.includes(path));
  const problems = [
    ...members.flatMap((member) => problemOf(member, extractCompleted)),
    ...duplicates(paths).map((path) => `${path} is there twice (case ignored)`),
    ...required.filter((path) => !paths.includes(path)).map((path) => `${path} is missing`),
    ...(members.length > MOST_MEMBERS ? [`more than ${MOST_MEMBERS} members`] : []),
  ];
  if (problems.length > 0) {
    throw new SealError('BAD_MEMBER', `the package cannot be sealed: ${problems.join('; ')}`);
  }
}

function problemOf({ path, content }: SealMember, extractCompleted: boolean): readonly string[] {
  if (WRITTEN_HERE.includes(path)) return [`${path} is written while sealing`];
  if (!isMemberPath(path) || !(isPayloadPath(path) || path === MEMBER.readme)) {
    return [`${JSON.stringify(path)} is no path a package may hold`];
  }
  if (content.length > LARGEST_MEMBER) {
    return [`${path} has ${content.length} bytes, the most is ${LARGEST_MEMBER}`];
  }
  if (!extractCompleted && ONLY_WITH_EXTRACT.includes(path)) {
    return [`${path} cannot be there because the extraction did not complete`];
  }
  return [];
}

function duplicates(paths: readonly string[]): readonly string[] {
  const folded = paths.map((path) => path.toLowerCase());
  return paths.filter((path, index) => folded.indexOf(path.toLowerCase()) !== index);
}
