import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { benchAws } from './bench-aws.ts';
import { benchMemory } from './bench-memory.ts';
import { benchMssql } from './bench-mssql.ts';
import { benchSpeed } from './bench-speed.ts';

/**
 * Figures of architecture's performance budget: medians of several runs, ratios against a floor measured in the
 * same run on the same data. Machines differ and are noisy, so ratios are what counts.
 * usage: npm run bench -- [--memory | --mssql | --aws] [--rows 3000000] [--growth 10000000]
 *        [--megabytes 1000] [--runs 3] [--save]
 */
const { values } = parseArgs({
  options: {
    memory: { type: 'boolean', default: false },
    mssql: { type: 'boolean', default: false },
    aws: { type: 'boolean', default: false },
    rows: { type: 'string', default: '3000000' },
    growth: { type: 'string', default: '10000000' },
    megabytes: { type: 'string', default: '1000' },
    runs: { type: 'string', default: '3' },
    save: { type: 'boolean', default: false },
  },
});
const folder = mkdtempSync(join(tmpdir(), 'soxauto-bench-'));
const wanted = {
  rows: Number(values.rows),
  growth: Number(values.growth),
  bytes: Number(values.megabytes) * 1_000_000,
  runs: Number(values.runs),
  keep: values.save,
};
try {
  if (values.mssql) await benchMssql(wanted);
  else if (values.aws) await benchAws(wanted);
  else await (values.memory ? benchMemory(folder, wanted) : benchSpeed(folder, wanted));
} finally {
  rmSync(folder, { recursive: true, force: true });
}
