import { ManifestError } from './manifest-error.ts';
import { type EvidenceId, parseEvidenceId } from './package-name.ts';

/** Content of bagit.txt, the same in every package (RFC 8493 2.1.1). */
export const BAGIT_TEXT = 'BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n';

/** bag-info.txt (evidence-package 2). */
export interface BagInfo {
  /** `soxauto 1.0.0` */
  readonly softwareAgent: string;
  /** Day of sealing, UTC: `2025-09-30`. */
  readonly baggingDate: string;
  readonly profile: string;
  readonly evidenceId: EvidenceId;
  /** Bytes and number of the files under data/. */
  readonly payloadBytes: number;
  readonly payloadFiles: number;
  readonly organization: string;
}

const LABELS = [
  'Bag-Software-Agent',
  'Bagging-Date',
  'BagIt-Profile-Identifier',
  'External-Identifier',
  'Payload-Oxum',
  'Source-Organization',
] as const;

/** @throws ManifestError BAD_MEMBER_FILE when a value is empty or has more than one line */
export function bagInfoText(info: BagInfo): string {
  const values = [
    info.softwareAgent,
    info.baggingDate,
    info.profile,
    info.evidenceId,
    `${info.payloadBytes}.${info.payloadFiles}`,
    info.organization,
  ];
  return values
    .map((value, index) => {
      const line = `${LABELS[index]}: ${value}`;
      if (/^\S(.*\S)?$/.test(value)) return `${line}\n`;
      throw refuse(`${JSON.stringify(line)} needs one line of text without blanks around it`);
    })
    .join('');
}

/** @throws ManifestError BAD_MEMBER_FILE, BAD_PACKAGE_NAME */
export function parseBagInfo(text: string): BagInfo {
  const form = new RegExp(`^${LABELS.map((label) => `${label}: (\\S|\\S.*\\S)\\n`).join('')}$`);
  const match = form.exec(text);
  if (match === null) throw refuse(`expected the lines ${LABELS.join(', ')} in this order`);
  const [, softwareAgent = '', baggingDate = '', profile = '', id = '', oxum = '', org = ''] =
    match;
  const size = /^(0|[1-9][0-9]{0,14})\.(0|[1-9][0-9]{0,5})$/.exec(oxum);
  if (size === null) throw refuse(`Payload-Oxum is <bytes>.<files>, got ${JSON.stringify(oxum)}`);
  return {
    softwareAgent,
    baggingDate,
    profile,
    evidenceId: parseEvidenceId(id),
    payloadBytes: Number(size[1]),
    payloadFiles: Number(size[2]),
    organization: org,
  };
}

function refuse(reason: string): ManifestError {
  return new ManifestError('BAD_MEMBER_FILE', `bag-info.txt: ${reason}`);
}
