import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));

/** What is wrong with the image's description, without a container engine; empty when nothing is. */
export function imageProblems(dockerfile: string): readonly string[] {
  const lines = dockerfile
    .replace(/\\\n/g, ' ')
    .split('\n')
    .filter((line) => /^[A-Z]+ /.test(line));
  const of = (instruction: string) =>
    lines
      .filter((line) => line.startsWith(`${instruction} `))
      .map((line) => line.slice(instruction.length + 1));
  const last = lines.slice(lines.findLastIndex((line) => line.startsWith('FROM ')));
  const copied = of('COPY')
    .filter((text) => !text.startsWith('--from'))
    .flatMap((text) => text.split(/\s+/).slice(0, -1));
  const rules: readonly (readonly [boolean, string])[] = [
    [
      of('FROM').length === 2 &&
        of('FROM').every((name) => /^node:24-slim( AS build)?$/.test(name)),
      'two stages on node:24-slim',
    ],
    [last.some((line) => line === 'USER node'), 'the last stage runs as USER node'],
    [!last.some((line) => /^RUN .*npm (ci|install)/.test(line)), 'the last stage installs nothing'],
    [
      of('RUN').some((text) => text.includes('npm prune --omit=dev')),
      'development dependencies are pruned',
    ],
    [
      of('ENTRYPOINT').join() === '["node", "dist/src/cli/ipe.js"]',
      'the entry point is the built command line',
    ],
    [
      of('CMD').join() === '["run", "--all", "--period", "previous", "--out", "/evidence"]',
      'the default command is the monthly run',
    ],
    [of('ENV').some((text) => text.includes('SOXAUTO_LOGS=json')), 'logs are JSON lines'],
    [
      of('VOLUME').join() === '["/evidence", "/received", "/var/tmp/soxauto"]',
      'exactly the three folders that are written are volumes',
    ],
    [of('HEALTHCHECK').some((text) => text.includes('doctor')), 'health is what doctor says'],
    [
      !lines.some((line) => /^(ARG|ENV) .*(PASSWORD|SECRET|TOKEN|_KEY)/i.test(line)),
      'no secret in the image',
    ],
    [!lines.some((line) => /^ADD |https?:\/\//.test(line)), 'nothing is fetched but packages'],
    ...copied.map((name) => [existsSync(join(root, name)), `${name} exists`] as const),
  ];
  return rules.filter(([holds]) => !holds).map(([, rule]) => `Dockerfile: expected that ${rule}`);
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const problems = imageProblems(readFileSync(join(root, 'Dockerfile'), 'utf8'));
  for (const problem of problems) console.log(problem);
  console.log(`${problems.length} problems`);
  process.exitCode = problems.length === 0 ? 0 : 1;
}
