import {
  type PackageIdentity,
  type PackageName,
  parsePackageName,
} from '../evidence/manifest/package-name.ts';
import type { CertifiedPackage } from './certified-package.ts';

/** Where packages are published. */
export interface PublishTarget {
  readonly bucket: string;
  /** Without a slash at its ends. */
  readonly prefix: string;
  readonly expectedOwner: string;
  /** Key of the objects; null where the bucket's own encryption counts. */
  readonly kmsKey: string | null;
  readonly workgroup: string;
  readonly catalog: string;
  readonly database: string;
}

/** One cell of an item: the rows of a period and entity. */
export interface Partition {
  readonly table: string;
  readonly period: string;
  readonly entity: string;
  /** Key prefix of all its packages. */
  readonly folder: string;
}

export function tableName({ itemId }: Pick<PackageIdentity, 'itemId'>): string {
  return itemId.toLowerCase();
}

export function tableLocation({ bucket, prefix }: PublishTarget, table: string): string {
  return `s3://${bucket}/${prefix}/${table}/`;
}

export function partitionOf({ prefix }: PublishTarget, identity: PackageIdentity): Partition {
  const table = tableName(identity);
  const { period, entity } = identity;
  return {
    table,
    period,
    entity,
    folder: `${prefix}/${table}/period=${period}/entity=${entity}/`,
  };
}

/** Folder of one package: what its partition points to. Only ever one file stands in it. */
export function folderOf({ folder }: Partition, name: PackageName): string {
  return `${folder}${name}/`;
}

/** What a partition points to while nothing of it may be shown: no file ever stands there. */
export function emptyFolder({ folder }: Partition): string {
  return `${folder}withdrawn/`;
}

export function parquetKey(
  partition: Partition,
  { name, contentDigest }: Pick<CertifiedPackage, 'name' | 'contentDigest'>,
): string {
  return `${folderOf(partition, name)}${contentDigest}-${name}.parquet`;
}

/** Names below the partition's folder that are those of packages, newest first. What stands there may be anything. */
export function packagesOf({ folder }: Partition, keys: readonly string[]): readonly PackageName[] {
  const names = keys.flatMap((key) => {
    const [name = '', file = ''] = key.slice(folder.length).split('/');
    return file.endsWith(`-${name}.parquet`) && isPackageName(name) ? [name] : [];
  });
  return [...new Set(names)].toSorted((a, b) => (isNewer(a, b) ? -1 : 1));
}

/** By the start of the run, then by name, so that the order is total. */
export function isNewer(a: PackageName, b: PackageName): boolean {
  const order = (name: PackageName) => `${parsePackageName(name).startedAt} ${name}`;
  return order(a) > order(b);
}

export function isPackageName(text: string): text is PackageName {
  try {
    parsePackageName(text);
    return true;
  } catch {
    return false;
  }
}
