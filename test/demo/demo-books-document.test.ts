import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { describedBreaks } from '../../src/demo/breaks/planned-breaks.ts';
import { demoSettings } from '../../src/demo/settings.ts';

it('docs/demo-books.md lists every planted break with the checks that must find it, and no other', () => {
  const path = new URL('../../docs/demo-books.md', import.meta.url);
  const listed = readFileSync(path, 'utf8')
    .split('\n')
    .map((line) => line.replaceAll(/ +/g, ' '))
    .filter((line) => /^\| `[a-z_]+` \|/.test(line));
  const planted = describedBreaks(demoSettings({})).map(({ id, description, item, expected }) => {
    const checks = expected.map(({ check }) => `\`${check}\``).join(', ') || 'none';
    return `| \`${id}\` | ${description} | ${item} | ${checks} |`;
  });
  expect(listed).toEqual(planted);
});
