import { open } from 'node:fs/promises';
import type { Extract } from '../extraction/extract.ts';
import { previewOf } from '../report/preview.ts';

/** Exact bytes of the extract's first and last records (evidence-package 2, `data_snapshot.csv`). */
export async function readPreview({
  csvPath,
  blockIndex,
  recordCount,
}: Extract): Promise<Uint8Array> {
  const { blocks } = blockIndex;
  const first = blocks.slice(0, 1);
  const last = blocks.slice(-2);
  await using file = await open(csvPath, 'r');
  const read = async (range: typeof first) => {
    const offset = range[0]?.offset ?? 0;
    const length = range.reduce((sum, block) => sum + block.length, 0);
    const { buffer } = await file.read(Buffer.alloc(length), 0, length, offset);
    return buffer;
  };
  return previewOf(recordCount, await read(first), await read(last));
}
