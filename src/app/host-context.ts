import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { arch, hostname, platform, release, userInfo } from 'node:os';
import { dirname, join } from 'node:path';
import type { HostContext } from '../report/run-record.ts';
import { toolDigest, toolVersion } from './tool.ts';

function versionOf(library: string): string {
  const entry = createRequire(import.meta.url).resolve(library);
  for (let folder = dirname(entry); folder !== dirname(folder); folder = dirname(folder)) {
    try {
      const { name, version } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
      if (name === library) return String(version);
    } catch {
      // no package.json here: look one folder up
    }
  }
  return 'unknown';
}

/** The account this process runs under. */
export function accountName(): string {
  try {
    return userInfo().username;
  } catch {
    // containers may run under a number that has no name
    return `uid ${process.getuid?.() ?? 'unknown'}`;
  }
}

/** Who, as told, and where, as the operating system says it; never from the environment (domain/sox.md J-1, SOD-6). */
export function hostContext(
  organization: string,
  { account, authenticatedBy }: Pick<HostContext, 'account' | 'authenticatedBy'>,
): HostContext {
  return {
    account,
    authenticatedBy,
    host: hostname(),
    platform: `${platform()} ${release()} ${arch()}`,
    timeZone: Intl.DateTimeFormat().resolvedOptions().timeZone,
    runtime: `node ${process.versions.node}`,
    tool: `soxauto ${toolVersion()}`,
    toolSha256: toolDigest(),
    drivers: {
      '@duckdb/node-api': versionOf('@duckdb/node-api'),
      archiver: versionOf('archiver'),
    },
    organization,
  };
}
