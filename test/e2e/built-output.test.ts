import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, vi } from 'vitest';
import { imageProblems } from '../../scripts/check-image.ts';
import { repository } from '../support/ipe.ts';
import { SMALL, SMALL_ROWS, workWithBooks } from '../support/shared-books.ts';
import { tempFolder } from '../support/temp-folder.ts';

// starts of the whole program; a busy machine takes its time
vi.setConfig({ testTimeout: 1_200_000, hookTimeout: 1_200_000 });

const { dependencies } = JSON.parse(readFileSync(join(repository, 'package.json'), 'utf8')) as {
  dependencies: Record<string, string>;
};
const { packages: locked } = JSON.parse(
  readFileSync(join(repository, 'package-lock.json'), 'utf8'),
) as { packages: Record<string, { dev?: boolean }> };

/** Installed for development alone: nothing that runs needs it. */
function isForDevelopment(name: string): boolean {
  return locked[`node_modules/${name}`]?.dev === true;
}

/** Names of every package that the named ones need, themselves included. */
function closure(names: readonly string[], found = new Set<string>()): ReadonlySet<string> {
  for (const name of names) {
    const manifest = join(repository, 'node_modules', name, 'package.json');
    if (found.has(name) || !existsSync(manifest)) continue;
    found.add(name);
    const own = JSON.parse(readFileSync(manifest, 'utf8'));
    closure(Object.keys({ ...own.dependencies, ...own.optionalDependencies }), found);
  }
  return found;
}

describe('the built output, as the image holds it', () => {
  let image = '';

  async function makeImage(): Promise<void> {
    image = await tempFolder();
    cpSync(join(repository, 'dist'), join(image, 'dist'), { recursive: true });
    cpSync(join(repository, 'package.json'), join(image, 'package.json'));
    mkdirSync(join(image, 'node_modules'));
    for (const name of closure(Object.keys(dependencies))) {
      mkdirSync(join(image, 'node_modules', name, '..'), { recursive: true });
      symlinkSync(join(repository, 'node_modules', name), join(image, 'node_modules', name));
    }
  }

  it('works from its documented entry point with production dependencies only, writing to two folders', async () => {
    await makeImage();
    const production = readdirSync(join(image, 'node_modules'));
    expect(production.filter(isForDevelopment)).toEqual([]);
    expect(['vitest', 'typescript', 'oidc-provider'].filter(isForDevelopment)).toHaveLength(3);
    const cwd = await tempFolder();
    const out = await tempFolder();
    const work = await tempFolder();
    await workWithBooks(work, SMALL);
    const before = readdirSync(image);
    const ipe = (args: readonly string[]) =>
      execFileSync(process.execPath, [join(image, 'dist/src/cli/ipe.js'), ...args], {
        cwd,
        encoding: 'utf8',
        env: { PATH: process.env['PATH'], NODE_ENV: 'production', SOXAUTO_WORK: work },
        stdio: ['ignore', 'pipe', 'pipe'],
      });
    expect(ipe(['--version'])).toMatch(/^soxauto \d+\.\d+\.\d+/);
    expect(ipe(['doctor', '--out', out])).toContain('nothing is wrong');
    expect(ipe(['run', 'IPE_09', '--period', '2025-09', ...SMALL_ROWS, '--out', out])).toContain(
      'no exceptions noted',
    );
    expect(ipe(['verify', out])).toContain('no defect found');
    expect(readdirSync(cwd)).toEqual([]);
    expect(readdirSync(image)).toEqual(before);
  });

  it('is what the Dockerfile starts: same entry point, not root, no secrets, nothing fetched', () => {
    const dockerfile = readFileSync(join(repository, 'Dockerfile'), 'utf8');
    expect(imageProblems(dockerfile)).toEqual([]);
  });

  it.each([
    ['USER node', 'USER root'],
    ['ENTRYPOINT ["node", "dist/src/cli/ipe.js"]', 'ENTRYPOINT ["sh"]'],
    ['ENV NODE_ENV=production', 'ENV API_TOKEN=x NODE_ENV=production'],
    ['COPY src ./src', 'COPY sources ./src'],
    ['FROM node:24-slim AS build', 'FROM node:latest AS build'],
  ])('is not what a Dockerfile starts in which %j became %j', (from, to) => {
    const dockerfile = readFileSync(join(repository, 'Dockerfile'), 'utf8');
    expect(dockerfile).toContain(from);
    expect(imageProblems(dockerfile.replace(from, to))).not.toEqual([]);
  });
});
