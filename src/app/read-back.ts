import type { ReadBack } from '../evidence/seal/seal-package.ts';
import { DEFAULT_LIMITS, readContainer } from '../evidence/verify/container.ts';
import { PackageFile } from '../evidence/verify/package-file.ts';
import { readMember } from '../evidence/verify/read-member.ts';
import { PipelineError } from '../kernel/errors.ts';

/** The ZIP that was just written is not what was meant to be sealed. */
class ReadBackError extends PipelineError<'NOT_AS_SEALED'> {}

/**
 * Reads a finished ZIP with the verifier's strict reader and compares every member with what was sealed, before
 * the file gets its final name (evidence-package 4.2). Sealing and verifying do not know each other; they meet here.
 */
export const readBack: ReadBack = async (zipPath, expected) => {
  const file = await PackageFile.open(zipPath);
  try {
    const { package: name, members, defects } = await readContainer(file, DEFAULT_LIMITS);
    const refuse = (what: string) =>
      new ReadBackError('NOT_AS_SEALED', `the sealed ZIP reads back differently: ${what}`, {
        advice: 'The disk or the memory of this machine may be failing. Run the item again.',
      });
    const [defect] = defects;
    if (defect !== undefined) throw refuse(`${defect.code} ${defect.path}`);
    if (name !== expected.packageName || members.length !== expected.members.length) {
      throw refuse(`${name} with ${members.length} members`);
    }
    for (const [index, member] of members.entries()) {
      const wanted = expected.members[index];
      const { sha256 } = await readMember(file, member, () => undefined);
      if (member.path !== wanted?.path || sha256 !== wanted.sha256) throw refuse(member.path);
    }
  } finally {
    await file.close();
  }
};
