import { readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { type Command, runCommand } from '../../src/cli/command.ts';
import { runVerb } from '../../src/cli/commands/run.ts';
import { verifyVerb } from '../../src/cli/commands/verify.ts';
import { exitCodeOfError } from '../../src/cli/exit-code.ts';
import { EXIT } from '../../src/kernel/status.ts';
import { tempFolder } from '../support/temp-folder.ts';

/** What the command line says instead of doing what it was asked, from a folder with this configuration or none. */
async function refusal(
  command: Command,
  args: readonly string[],
  config: object | null,
): Promise<string> {
  const folder = await tempFolder();
  const file = 'soxauto.config.json';
  if (config !== null) writeFileSync(join(folder, file), JSON.stringify(config));
  const before = process.cwd();
  process.chdir(folder);
  const thrown: unknown = await runCommand(command, args)
    .then((code) => new Error(`it ended with ${code}`))
    .catch((error: unknown) => error)
    .finally(() => process.chdir(before));
  expect(exitCodeOfError(thrown)).toBe(EXIT.usage);
  expect(readdirSync(folder)).toEqual(config === null ? [] : [file]);
  const { message, advice } = thrown as { message: string; advice?: string };
  return `${message}\n${advice ?? ''}`;
}

/** As a process of its own, with its exit code: test/e2e/bad-input.test.ts. */
describe('U-3 is refused with a sentence that helps, before anything is written:', () => {
  it.each([
    ['an unknown item', ['IPE_70'], /no item "IPE_70"[\s\S]*Did you mean IPE_[0-9]{2}/],
    ['no item', [], /no item is named/],
    ['items and --all', ['IPE_07', '--all'], /not both/],
    ['a bad period', ['CR_05', '--period', '2025-13'], /YYYY-MM/],
    ['a cutoff that is no month end', ['CR_05', '--period', '2025-09-29'], /2025-09-30/],
    ['an unknown entity', ['CR_05', '--entity', 'XX'], /"XX"[\s\S]*NG/],
    ['each beside others', ['CR_05', '--entity', 'NG,each'], /each alone/],
    ['an unknown option', ['IPE_07', '--entitiy', 'NG'], /entitiy/],
    [
      'an option given twice',
      ['IPE_07', '--period', '2025-09', '--period', '2025-08'],
      /--period is given more than once/,
    ],
    [
      'an unknown parameter',
      ['CR_03', '--param', 'gl_acounts=18412'],
      /gl_acounts[\s\S]*gl_accounts/,
    ],
    ['a parameter nobody may set', ['IPE_07', '--param', 'cutoff=2025-09-30'], /cutoff/],
    ['a parameter without value', ['CR_03', '--param', 'gl_accounts'], /name=value/],
    ['an empty list', ['CR_03', '--param', 'gl_accounts='], /gl_accounts/],
    ['a bad number of rows', ['CR_05', '--rows', '-5'], /rows/],
    ['too few rows', ['CR_05', '--rows', '50'], /from 100 to 20000000/],
    ['an unknown form of logs', ['--all', '--log', 'xml'], /--log takes text or json/],
    ['a shard without --all', ['CR_05', '--shard', '1/2'], /give --all/],
    ['more shards than packages', ['--all', '--shard', '1/999'], /there are only/],
    ['--resume and --force', ['CR_05', '--resume', '--force'], /not both/],
    ['no jobs', ['CR_05', '--jobs', '0'], /--jobs takes/],
  ])('a run with %s', async (_what, args, sentence) => {
    expect(await refusal(runVerb, args, null)).toMatch(sentence);
  });

  it.each([
    ['without a path', [], /needs a package/],
    ['of nothing', ['nowhere.zip'], /no nowhere\.zip/],
  ])('verify %s', async (_what, args, sentence) => {
    expect(await refusal(verifyVerb, args, null)).toMatch(sentence);
  });

  const configured = {
    environment: 'production',
    sources: { nav_dw: { kind: 'duckdb', file: 'nav.duckdb' } },
  };

  it.each([
    [
      'an evidence folder that is a file',
      ['CR_05', '--period', '2025-09', '--out', import.meta.filename],
      configured,
      /evidence folder cannot be used/,
    ],
    [
      'a configuration that cannot be honoured, by its key',
      ['IPE_09', '--period', '2025-09'],
      { ...configured, sources: { nav_dw: { kind: 'oracle' } } },
      /sources\.nav_dw/,
    ],
    ['no period on configured sources', ['IPE_07'], configured, /no period/],
    [
      'a source that is not configured, which is no reason for demo data',
      ['IPE_09', '--period', '2025-09'],
      configured,
      /sources\.bob is not configured/,
    ],
  ])('a run with %s', async (_what, args, config, sentence) => {
    expect(await refusal(runVerb, args, config)).toMatch(sentence);
  });
});
