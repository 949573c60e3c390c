import type { Reply } from '../http-exchange.ts';
import type { XmlElements } from '../xml.ts';
import { type Bucket, currentVersion, type Version } from './buckets.ts';
import type { S3Request } from './request.ts';
import { invalidArgument, xmlReply } from './s3-fault.ts';

/** S3 sorts keys by their UTF-8 bytes. */
function sortedKeys(bucket: Bucket, prefix: string): string[] {
  return [...bucket.versions.keys()]
    .filter((key) => key.startsWith(prefix))
    .sort((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)));
}

const isAfter = (a: string, b: string): boolean =>
  Buffer.compare(Buffer.from(a), Buffer.from(b)) > 0;

function maxKeys({ incoming }: S3Request): number {
  const text = incoming.query.get('max-keys') ?? '1000';
  if (!/^\d+$/.test(text))
    throw invalidArgument('Provided max-keys not an integer or within integer range');
  return Math.min(Number(text), 1000);
}

/** Encodes a key as the request asks. */
function encoder({ incoming }: S3Request): (key: string) => string {
  return incoming.query.get('encoding-type') === 'url'
    ? (key) => encodeURIComponent(key).replaceAll('%2F', '/')
    : (key) => key;
}

/** The group a key belongs to under a delimiter; null for a key by itself. */
function commonPrefix(key: string, prefix: string, delimiter: string): string | null {
  if (delimiter === '') return null;
  const at = key.indexOf(delimiter, prefix.length);
  return at < 0 ? null : key.slice(0, at + delimiter.length);
}

/** One line of a listing: an object, or a group of them. */
type Line<Item> = { readonly name: string } & (
  | { readonly item: Item }
  | { readonly prefix: string }
);

/** Items that follow `after`, in groups where the delimiter makes some, at most `limit`. */
function page<Item>(
  items: readonly { readonly key: string; readonly item: Item }[],
  prefix: string,
  delimiter: string,
  limit: number,
): { readonly lines: Line<Item>[]; readonly isTruncated: boolean } {
  const lines: Line<Item>[] = [];
  let group: string | null = null;
  for (const { key, item } of items) {
    const common = commonPrefix(key, prefix, delimiter);
    if (common !== null && common === group) continue;
    if (lines.length === limit) return { lines, isTruncated: limit > 0 };
    group = common;
    lines.push(common === null ? { name: key, item } : { name: common, prefix: common });
  }
  return { lines, isTruncated: false };
}

/** Whether a key comes after a marker, which may be a key or a group already told. */
function follows(key: string, marker: string, delimiter: string): boolean {
  if (marker === '') return true;
  if (delimiter !== '' && marker.endsWith(delimiter) && key.startsWith(marker)) return false;
  return isAfter(key, marker);
}

const prefixElements = (
  lines: readonly Line<unknown>[],
  encode: (key: string) => string,
): XmlElements =>
  lines.flatMap((line) =>
    'prefix' in line ? [['CommonPrefixes', [['Prefix', encode(line.prefix)]]] as const] : [],
  );

export function listObjects(request: S3Request): Reply {
  request.permit('s3:ListBucket');
  const { bucket, incoming } = request;
  const { query } = incoming;
  const encode = encoder(request);
  const prefix = query.get('prefix') ?? '';
  const delimiter = query.get('delimiter') ?? '';
  const token = query.get('continuation-token');
  const startAfter = query.get('start-after') ?? '';
  const marker = token === null ? startAfter : Buffer.from(token, 'base64url').toString('utf8');
  if (token === '') throw invalidArgument('The continuation token provided is incorrect');
  const limit = maxKeys(request);
  const items = sortedKeys(bucket, prefix).flatMap((key) => {
    const version = currentVersion(bucket, key);
    return version === null || !follows(key, marker, delimiter) ? [] : [{ key, item: version }];
  });
  const { lines, isTruncated } = page(items, prefix, delimiter, limit);
  const last = lines.at(-1)?.name ?? '';
  return xmlReply('ListBucketResult', [
    ['Name', bucket.name],
    ['Prefix', encode(prefix)],
    ['Delimiter', delimiter === '' ? null : encode(delimiter)],
    ['StartAfter', startAfter === '' ? null : encode(startAfter)],
    ['EncodingType', query.get('encoding-type')],
    ['KeyCount', lines.length],
    ['MaxKeys', limit],
    ['IsTruncated', isTruncated],
    ['ContinuationToken', token],
    ['NextContinuationToken', isTruncated ? Buffer.from(last, 'utf8').toString('base64url') : null],
    ...lines.flatMap((line) =>
      'item' in line ? [['Contents', describe(line.item, encode)] as const] : [],
    ),
    ...prefixElements(lines, encode),
  ]);
}

function describe(version: Version, encode: (key: string) => string): XmlElements {
  const { stored } = version;
  return [
    ['Key', encode(version.key)],
    ['LastModified', version.lastModified.toISOString()],
    ['ETag', stored?.etag ?? null],
    ['ChecksumAlgorithm', stored?.checksum?.algorithm.toUpperCase() ?? null],
    ['ChecksumType', stored?.checksum?.type ?? null],
    ['Size', stored?.content.size ?? null],
    ['StorageClass', stored === null ? null : 'STANDARD'],
  ];
}

export function listVersions(request: S3Request): Reply {
  request.permit('s3:ListBucketVersions');
  const { bucket, incoming } = request;
  const { query } = incoming;
  const encode = encoder(request);
  const prefix = query.get('prefix') ?? '';
  const delimiter = query.get('delimiter') ?? '';
  const keyMarker = query.get('key-marker') ?? '';
  const versionMarker = query.get('version-id-marker') ?? '';
  if (versionMarker !== '' && keyMarker === '') {
    throw invalidArgument('A version-id marker cannot be specified without a key marker.');
  }
  const limit = maxKeys(request);
  const items = sortedKeys(bucket, prefix).flatMap((key) => {
    const versions = bucket.versions.get(key) ?? [];
    const told = versions.findIndex(({ versionId }) => versionId === versionMarker);
    const left =
      key === keyMarker && told >= 0
        ? versions.slice(told + 1)
        : follows(key, keyMarker, delimiter)
          ? versions
          : [];
    return left.map((version) => ({
      key,
      item: { version, isLatest: version === versions[0] },
    }));
  });
  const { lines, isTruncated } = page(items, prefix, delimiter, limit);
  const last = lines.at(-1);
  const lastVersion = last !== undefined && 'item' in last ? last.item.version.versionId : null;
  return xmlReply('ListVersionsResult', [
    ['Name', bucket.name],
    ['Prefix', encode(prefix)],
    ['Delimiter', delimiter === '' ? null : encode(delimiter)],
    ['KeyMarker', encode(keyMarker)],
    ['VersionIdMarker', versionMarker],
    ['EncodingType', query.get('encoding-type')],
    ['MaxKeys', limit],
    ['IsTruncated', isTruncated],
    ['NextKeyMarker', isTruncated ? encode(last?.name ?? '') : null],
    ['NextVersionIdMarker', isTruncated ? lastVersion : null],
    ...lines.flatMap((line) => {
      if (!('item' in line)) return [];
      const { version, isLatest } = line.item;
      return [
        [
          version.stored === null ? 'DeleteMarker' : 'Version',
          [
            ...describe(version, encode),
            ['VersionId', version.versionId],
            ['IsLatest', isLatest],
            ['Owner', [['ID', bucket.owner]]],
          ],
        ] as const,
      ];
    }),
    ...prefixElements(lines, encode),
  ]);
}
