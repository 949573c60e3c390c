import { join } from 'node:path';
import type { Sha256 } from '../kernel/digest.ts';
import { Workbench } from '../workbench/workbench.ts';
import type { CertifiedPackage } from './certified-package.ts';
import { type Figure, figuresOf } from './figures.ts';
import { type PublishTarget, parquetKey, partitionOf } from './partition-place.ts';
import { type DataColumn, dataColumns, evidenceColumns } from './published-columns.ts';
import { writeParquet } from './write-parquet.ts';

/** The one file a package may have in the bucket. */
export interface CertifiedFile {
  readonly key: string;
  readonly sha256: Sha256;
}

/** Columns and figures of a package. @throws PublishError UNNAMED_COLUMNS */
export function shapeOf(certified: CertifiedPackage): {
  readonly columns: readonly DataColumn[];
  readonly figures: readonly Figure[];
} {
  const added = evidenceColumns(certified).map(([name]) => name);
  const columns = dataColumns(certified.schema, added);
  return { columns, figures: figuresOf(certified, columns) };
}

/** Writes the Parquet file of a package: the same package gives the same bytes. @throws PublishError */
export async function certifiedFile(
  certified: CertifiedPackage,
  request: {
    readonly target: PublishTarget;
    /** Private folder for the file. */
    readonly folder: string;
    readonly memoryLimit: string;
    readonly signal: AbortSignal;
  },
): Promise<CertifiedFile & { readonly path: string; readonly bytes: number }> {
  const { target, folder, memoryLimit, signal } = request;
  // one thread writes the same bytes each time
  const workbench = await Workbench.open({ folder, memoryLimit, threads: 1 });
  try {
    const path = join(folder, 'published.parquet');
    const { columns, figures } = shapeOf(certified);
    const written = await writeParquet({ certified, columns, figures, path, workbench, signal });
    return {
      key: parquetKey(partitionOf(target, certified.identity), certified),
      path,
      ...written,
    };
  } finally {
    await workbench.close();
  }
}
