import type { Instant } from '../../kernel/clock.ts';
import { type Sha256, sha256 } from '../../kernel/digest.ts';
import { BAGIT_TEXT, bagInfoText } from '../manifest/bag-info.ts';
import { type ManifestEntry, manifestText } from '../manifest/manifest-file.ts';
import { compareEntryPaths, isPayloadPath, MEMBER } from '../manifest/member-path.ts';
import { evidenceId, type PackageName, parsePackageName } from '../manifest/package-name.ts';
import type { SealMember } from './package-members.ts';

/** What bag-info.txt says about who made the package. */
export interface BagMaker {
  /** `soxauto 1.0.0` */
  readonly softwareAgent: string;
  readonly profile: string;
  readonly organization: string;
}

type ListedMember = SealMember & ManifestEntry;

/** A package's files in the order of its ZIP. */
interface Bag {
  /** All but the extract, with their content. */
  readonly files: readonly ListedMember[];
  /** All, with their digests. */
  readonly listed: readonly ManifestEntry[];
  readonly packageDigest: Sha256;
}

/**
 * Adds the tag files that make a BagIt bag of the members: bagit.txt, bag-info.txt, both manifests (RFC 8493,
 * evidence-package 4.1).
 * @throws ManifestError when the name or a value for bag-info.txt is malformed
 */
export function bagOf(request: {
  readonly packageName: PackageName;
  readonly members: readonly SealMember[];
  readonly extract: { readonly bytes: number; readonly sha256: Sha256 } | undefined;
  readonly bag: BagMaker;
  readonly sealedAt: Instant;
}): Bag {
  const { packageName, extract, bag, sealedAt } = request;
  const members = request.members.map(withDigest);
  const payload = members.filter(({ path }) => isPayloadPath(path));
  const sizes = payload.map(({ content }) => content.length);
  const data = extract === undefined ? [] : [{ path: MEMBER.extract, sha256: extract.sha256 }];
  const bagInfo = bagInfoText({
    ...bag,
    baggingDate: sealedAt.slice(0, 10),
    evidenceId: evidenceId(parsePackageName(packageName)),
    payloadBytes: [...sizes, extract?.bytes ?? 0].reduce((sum, bytes) => sum + bytes),
    payloadFiles: payload.length + data.length,
  });
  const tagged = [
    ...members.filter(({ path }) => !isPayloadPath(path)),
    textFile(MEMBER.bagInfo, bagInfo),
    textFile(MEMBER.bagit, BAGIT_TEXT),
    textFile(MEMBER.manifest, manifestText([...payload, ...data])),
  ];
  const tagManifest = textFile(MEMBER.tagManifest, manifestText(tagged));
  const files = [...payload, ...tagged, tagManifest].toSorted((a, b) =>
    compareEntryPaths(a.path, b.path),
  );
  return {
    files,
    listed: [...files.map(({ path, sha256 }) => ({ path, sha256 })), ...data],
    packageDigest: tagManifest.sha256,
  };
}

function withDigest({ path, content }: SealMember): ListedMember {
  return { path, content, sha256: sha256(content) };
}

function textFile(path: string, text: string): ListedMember {
  return withDigest({ path, content: Buffer.from(text) });
}
