import {
  ListMultipartUploadsCommand,
  type ListMultipartUploadsCommandOutput,
} from '@aws-sdk/client-s3';
import { EvidenceStoreError, type Oddity, type Survey } from '../store.ts';
import type { S3Session } from './s3-session.ts';
import { stated, troubleOf } from './s3-trouble.ts';

/** Uploads in parts below a root that were neither ended nor given up, or that this role may not look for them. */
export async function openUploads(
  session: S3Session,
  root: string,
  what: string,
  signal?: AbortSignal,
): Promise<Pick<Survey, 'oddities' | 'notLookedFor'>> {
  try {
    return { oddities: await listed(session, root, what, signal), notLookedFor: [] };
  } catch (thrown) {
    const refused = thrown instanceof EvidenceStoreError && troubleOf(thrown.cause) === 'denied';
    if (!refused) throw thrown;
    const words = 'open uploads could not be looked for: s3:ListBucketMultipartUploads is missing';
    return { oddities: [], notLookedFor: [words] };
  }
}

async function listed(
  session: S3Session,
  root: string,
  what: string,
  signal: AbortSignal | undefined,
): Promise<readonly Oddity[]> {
  const found: Oddity[] = [];
  let page: ListMultipartUploadsCommandOutput | undefined;
  do {
    const request: ListMultipartUploadsCommand = new ListMultipartUploadsCommand({
      ...session.at,
      Prefix: root,
      KeyMarker: page && stated(page.NextKeyMarker, what),
      UploadIdMarker: page?.NextUploadIdMarker,
    });
    page = await session.call(
      what,
      ({ single }) => single.send(request, { ...(signal && { abortSignal: signal }) }),
      signal,
    );
    for (const { Key, Initiated } of page.Uploads ?? []) {
      const since = stated(Initiated, what).toISOString();
      found.push({
        place: stated(Key, what).slice(root.length),
        code: 'OPEN_UPLOAD',
        words: `parts of an upload begun at ${since}: a writer may be at work, or they were left`,
      });
    }
  } while (page.IsTruncated === true);
  return found;
}
