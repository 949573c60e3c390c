import type { Authenticated, Reply } from '../http-exchange.ts';
import { wholeBody } from '../http-exchange.ts';
import { xmlElements, xmlText } from '../xml.ts';
import { newBucket, type S3State } from './buckets.ts';
import { deleteOne } from './objects.ts';
import { type S3Request, s3Request } from './request.ts';
import { accessDenied, emptyReply, S3Fault, xmlReply } from './s3-fault.ts';

export function createBucket(incoming: Authenticated, state: S3State, name: string): Reply {
  const resource = `arn:aws:s3:::${name}`;
  if (state.policy('s3:CreateBucket', resource, incoming.caller) === 'deny') throw accessDenied();
  if (!/^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/.test(name)) {
    throw new S3Fault(400, 'InvalidBucketName', 'The specified bucket is not valid.');
  }
  const existing = state.buckets.get(name);
  if (existing !== undefined) {
    const isOwn = existing.owner === incoming.caller.account;
    throw isOwn
      ? new S3Fault(
          409,
          'BucketAlreadyOwnedByYou',
          'Your previous request to create the named bucket succeeded and you already own it.',
        )
      : new S3Fault(409, 'BucketAlreadyExists', 'The requested bucket name is not available.');
  }
  const bucket = newBucket(name, incoming.caller.account, state.clock.now());
  if (incoming.headers['x-amz-bucket-object-lock-enabled']?.toLowerCase() === 'true') {
    bucket.isLocked = true;
    bucket.versioning = 'Enabled';
  }
  state.buckets.set(name, bucket);
  return emptyReply(200, { location: `/${name}` });
}

export function headBucket(request: S3Request): Reply {
  request.permit('s3:ListBucket');
  return emptyReply(200, { 'x-amz-bucket-region': 'eu-west-1' });
}

export function getLocation(request: S3Request): Reply {
  request.permit('s3:GetBucketLocation');
  return {
    ...xmlReply('LocationConstraint', []),
    body: Buffer.from(
      '<?xml version="1.0" encoding="UTF-8"?>\n<LocationConstraint xmlns="http://s3.amazonaws.com/doc/2006-03-01/">eu-west-1</LocationConstraint>',
    ),
  };
}

export function deleteBucket(request: S3Request): Reply {
  request.permit('s3:DeleteBucket');
  const { bucket, state } = request;
  if (bucket.versions.size > 0) {
    throw new S3Fault(409, 'BucketNotEmpty', 'The bucket you tried to delete is not empty');
  }
  state.buckets.delete(bucket.name);
  return emptyReply(204);
}

export function getVersioning(request: S3Request): Reply {
  request.permit('s3:GetBucketVersioning');
  return xmlReply('VersioningConfiguration', [['Status', request.bucket.versioning]]);
}

export async function putVersioning(request: S3Request): Promise<Reply> {
  request.permit('s3:PutBucketVersioning');
  const { bucket, incoming } = request;
  const status = xmlText((await wholeBody(incoming)).toString('utf8'), 'Status');
  if (status !== 'Enabled' && status !== 'Suspended') {
    throw new S3Fault(
      400,
      'IllegalVersioningConfigurationException',
      'The versioning element is missing',
    );
  }
  if (bucket.isLocked && status === 'Suspended') {
    throw new S3Fault(
      409,
      'InvalidBucketState',
      'An Object Lock configuration is present on this bucket, so the versioning state cannot be changed.',
    );
  }
  bucket.versioning = status;
  return emptyReply(200);
}

/** Deletes of many keys in one request; each is refused or done by itself. */
export async function deleteObjects(request: S3Request): Promise<Reply> {
  const { incoming, state, bucket } = request;
  const text = (await wholeBody(incoming)).toString('utf8');
  const isQuiet = xmlText(text, 'Quiet') === 'true';
  const lines: (readonly [string, readonly (readonly [string, string | boolean | null])[]])[] = [];
  for (const xml of xmlElements(text, 'Object')) {
    const key = xmlText(xml, 'Key') ?? '';
    const versionId = xmlText(xml, 'VersionId');
    try {
      const deletion = await deleteOne({ ...s3Request(incoming, state, bucket, key), versionId });
      const isNewMarker = deletion.isMarker && versionId === null;
      if (isQuiet) continue;
      lines.push([
        'Deleted',
        [
          ['Key', key],
          ['VersionId', versionId],
          ['DeleteMarker', deletion.isMarker ? true : null],
          ['DeleteMarkerVersionId', isNewMarker ? deletion.versionId : null],
        ],
      ]);
    } catch (error) {
      if (!(error instanceof S3Fault)) throw error;
      lines.push([
        'Error',
        [
          ['Key', key],
          ['VersionId', versionId],
          ['Code', error.code],
          ['Message', error.message],
        ],
      ]);
    }
  }
  return xmlReply('DeleteResult', lines);
}
