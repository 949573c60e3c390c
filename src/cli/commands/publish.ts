import { publishPackages } from '../../app/publish.ts';
import { exitCodeOfResults, type PublishResult } from '../../app/publish-result.ts';
import { defineCommand, UsageError } from '../command.ts';

export const publishVerb = defineCommand({
  name: 'publish',
  summary:
    'Publish sealed extracts as Parquet on S3, registered for Athena. Only packages of the configured store that verify and whose tests were all performed.',
  operands: '<package.zip or item>...',
  options: {
    period: { type: 'string', value: '<YYYY-MM>', help: 'of items: month or cutoff' },
    entity: { type: 'string', value: '<CODE>', help: 'of items: one entity; default all' },
    'with-exceptions': {
      type: 'boolean',
      help: 'also packages whose tests noted exceptions; their rows say so',
    },
    json: { type: 'boolean', help: 'as JSON' },
  },
  examples: [
    'ipe publish IPE_07 --period 2025-09',
    'ipe publish evidence/…/IPE_07_NG_2025-09_….zip --json',
  ],
  async run({ period, entity, json, 'with-exceptions': withExceptions }, operands) {
    if (operands.length === 0) {
      throw new UsageError('BAD_USAGE', 'ipe publish needs a package or an item', {
        advice: 'See: ipe publish --help',
      });
    }
    const cancel = new AbortController();
    const stop = () => cancel.abort();
    process.once('SIGINT', stop).once('SIGTERM', stop);
    try {
      const results = await publishPackages(
        { operands, period, entity, withExceptions },
        process.cwd(),
        (line) => console.error(line),
        cancel.signal,
      );
      console.log(
        json ? JSON.stringify(results.map(asJson), null, 2) : results.map(resultText).join('\n'),
      );
      return exitCodeOfResults(results);
    } finally {
      process.off('SIGINT', stop).off('SIGTERM', stop);
    }
  },
});

function resultText(result: PublishResult): string {
  if (result.state === 'not_published') {
    const { code, reason, advice } = result;
    const lines = [`NOT PUBLISHED  ${result.package}`, `  ${code}: ${reason}`];
    return [...lines, ...(advice === null ? [] : [`  ${advice}`])].join('\n');
  }
  const { state, database, table, period, entity, uri, rows, figures } = result;
  return [
    `${state === 'published' ? 'PUBLISHED' : 'ALREADY PUBLISHED, nothing changed'}  ${result.package}`,
    `  table      ${database}.${table}, period ${period}, entity ${entity}`,
    `  file       ${uri}`,
    `  read back  ${rows} rows; ${figures} figures agree with the package`,
  ].join('\n');
}

function asJson(result: PublishResult) {
  if (result.state !== 'not_published') return result;
  const { exitCode, ...rest } = result;
  return { ...rest, exit_code: exitCode };
}
