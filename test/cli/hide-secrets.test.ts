import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { repository } from '../support/ipe.ts';

/** The command line in its own process, with a secret registered and something that goes wrong afterwards. */
function ipeThat(does: string, args: readonly string[] = ['--version']) {
  const url = (path: string) => JSON.stringify(`file://${join(repository, path)}`);
  const program = `
    import { redaction } from ${url('src/app/redaction.ts')};
    const password = 'Kq7-"+Kq7';
    redaction.register(password);
    process.argv.splice(1, process.argv.length, 'ipe', ...${JSON.stringify(args)});
    await import(${url('src/cli/ipe.ts')});
    ${does}
  `;
  return spawnSync(
    process.execPath,
    ['--import', import.meta.resolve('tsx'), '--input-type=module', '-e', program],
    { encoding: 'utf8', cwd: repository },
  );
}

describe('what the command line prints', () => {
  it.each([
    ['a result', 'console.log("at " + password);'],
    ['an error', 'console.error(new Error(password, { cause: new Error(password) }));'],
    ['a JSON line', 'process.stderr.write(JSON.stringify({ password }));'],
    ['an object', 'console.log({ password, deep: [[password]] });'],
    [
      'an encoded one',
      'console.log(encodeURIComponent(password), Buffer.from(password).toString("base64"));',
    ],
    ['an error nobody catches', 'setTimeout(() => { throw new Error(password); });'],
    ['a rejection nobody catches', 'setTimeout(() => { Promise.reject(new Error(password)); });'],
  ])('holds no secret: %s', (_what, does) => {
    const { stdout, stderr } = ipeThat(does);
    const shown = stdout + stderr;
    expect(shown).toContain('[secret]');
    expect(shown).not.toMatch(/Kq7|S3E3/);
  });

  it('holds no secret in the sentence of a refusal either', () => {
    const { stderr, status } = ipeThat('', ['Kq7-"+Kq7']);
    expect(status).toBe(2);
    expect(stderr).toContain('[secret]');
    expect(stderr).not.toContain('Kq7');
  });

  it('ends with 70 when nobody catches an error', () => {
    const { status, stderr } = ipeThat('setTimeout(() => { throw new Error(password); });');
    expect(status).toBe(70);
    expect(stderr).toContain('a fault of the program');
  });
});
