import { messageOf } from '../../kernel/errors.ts';
import { type ManifestEntry, parseManifest } from '../manifest/manifest-file.ts';
import {
  isMemberPath,
  isPayloadPath,
  isTagPath,
  MEMBER,
  TAG_MEMBERS,
} from '../manifest/member-path.ts';
import type { ReadMember } from './read-member.ts';
import type { Defect } from './report.ts';

/** Contents of the two manifests; undefined when the member is not there or could not be unpacked. */
export interface ManifestContents {
  readonly manifest: Uint8Array | undefined;
  readonly tagManifest: Uint8Array | undefined;
}

/** Step 3 of evidence-package 8.2: grammar, coverage, digests. Every defect, not the first one. */
export function compareManifests(
  found: readonly ReadMember[],
  { manifest, tagManifest }: ManifestContents,
): readonly Defect[] {
  const foreign = found.filter(({ path }) => !isMemberPath(path));
  const tags = listedBy(MEMBER.tagManifest, tagManifest, isTagPath);
  const payload = listedBy(MEMBER.manifest, manifest, isPayloadPath);
  const unlisted = TAG_MEMBERS.filter((path) => !tags.entries.some((entry) => entry.path === path));
  return [
    ...foreign.map(({ path }) => unexpected(path, 'only paths the layout allows')),
    ...tags.defects,
    ...payload.defects,
    ...unlisted
      .filter(() => tags.readable)
      .map((path) => manifestDefect(MEMBER.tagManifest, `a line for ${path}`, 'none')),
    ...compareMembers(
      MEMBER.tagManifest,
      tags,
      found.filter(({ path }) => isTagPath(path)),
    ),
    ...compareMembers(
      MEMBER.manifest,
      payload,
      found.filter(({ path }) => isPayloadPath(path) && isMemberPath(path)),
    ),
  ];
}

interface Listing {
  readonly entries: readonly ManifestEntry[];
  /** False when nothing can be concluded from what it does not list. */
  readonly readable: boolean;
  readonly defects: readonly Defect[];
}

function listedBy(
  name: string,
  content: Uint8Array | undefined,
  belongs: (path: string) => boolean,
): Listing {
  if (content === undefined) return { entries: [], readable: false, defects: [] };
  try {
    const entries = parseManifest(Buffer.from(content).toString('latin1'));
    const astray = entries.filter(({ path }) => !belongs(path));
    return {
      entries: entries.filter(({ path }) => belongs(path)),
      readable: true,
      defects: astray.map(({ path }) => manifestDefect(name, 'only files it speaks for', path)),
    };
  } catch (error) {
    const expected = 'lines as evidence-package 4.1 gives them';
    const defect = manifestDefect(name, expected, messageOf(error));
    return { entries: [], readable: false, defects: [defect] };
  }
}

function compareMembers(
  manifest: string,
  { entries, readable }: Listing,
  found: readonly ReadMember[],
): readonly Defect[] {
  if (!readable) return [];
  const unclaimed = new Map(found.map(({ path, sha256 }) => [path, sha256]));
  const defects = entries.flatMap(({ path, sha256 }): Defect[] => {
    const actual = unclaimed.get(path);
    unclaimed.delete(path);
    // A member that could not be unpacked has its own defect already.
    if (actual === sha256 || actual === null) return [];
    return actual === undefined
      ? [{ code: 'missing_member', path, expected: `as ${manifest} lists it`, actual: 'absent' }]
      : [{ code: 'altered_member', path, expected: sha256, actual }];
  });
  const extra = [...unclaimed.keys()].map((path) =>
    unexpected(path, `only what ${manifest} lists`),
  );
  return [...defects, ...extra];
}

function unexpected(path: string, expected: string): Defect {
  return { code: 'unexpected_member', path, expected, actual: 'present' };
}

function manifestDefect(path: string, expected: string, actual: string): Defect {
  return { code: 'E_MANIFEST', path, expected, actual };
}
