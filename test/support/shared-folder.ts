import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';

/** Once for all files: a folder for what several of them look at. */
export function setup({ provide }: TestProject): () => void {
  const shared = mkdtempSync(join(tmpdir(), 'soxauto-shared-'));
  provide('shared', shared);
  return () => rmSync(shared, { recursive: true, force: true });
}
