import { spawnSync } from 'node:child_process';
import { copyFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { App } from 'aws-cdk-lib';
import { AwsSolutionsChecks } from 'cdk-nag';
import { describe, expect, it } from 'vitest';
import { deployment } from '../src/app.ts';
import { acknowledge, explanations } from '../src/explained.ts';
import { parseSettings, type Settings } from '../src/settings.ts';
import { example, synthesised } from './support/templates.ts';

const folder = dirname(dirname(fileURLToPath(import.meta.url)));
const widest = example('production', ({ athena }) => ({
  athena: {
    ...athena,
    lakeFormation: true,
    dataKeys: ['arn:aws:kms:eu-west-1:111122223333:key/1234'],
  },
}));
const profiles: readonly (readonly [string, Settings])[] = [
  ['production', example('production')],
  ['a trial', example('trial')],
  ['Lake Formation and keys of the lake', widest],
];

/** Ends the process at the first connection anything tries to make, apart from the pipe tsx has to itself. */
const OFFLINE = `data:text/javascript,${encodeURIComponent(`
  import net from 'node:net';
  const { connect } = net.Socket.prototype;
  net.Socket.prototype.connect = function (...args) {
    const [to] = args.flat(2);
    if (!String(to?.path).endsWith('.pipe')) process.exit(99);
    return connect.apply(this, args);
  };
`)}`;

/** What cdk-nag objects to: the rule and the path of the resource. */
function violations(app: App): readonly (readonly [string, string])[] {
  return new AwsSolutionsChecks()
    .validateScope(app)
    .violations.flatMap(({ ruleName, violatingResources }) =>
      violatingResources.map(({ constructPath }) => [ruleName, constructPath ?? ''] as const),
    );
}

describe.each(profiles)('the templates for %s', (_, settings) => {
  const written = synthesised(settings);
  const templates = [...written].filter(([file]) => file.endsWith('.template.json'));

  it('are the same bytes each time', () => {
    const again = synthesised(parseSettings(JSON.parse(JSON.stringify(settings))));
    expect(templates).toHaveLength(3);
    for (const [file, text] of templates) expect(again.get(file)).toBe(text);
  });

  it('hold no moment at which they were made', () => {
    const year = new Date().getUTCFullYear();
    for (const [, text] of templates) expect(text).not.toMatch(new RegExp(`${year}-\\d\\d`));
  });

  it('fit the schemas of CloudFormation', () => {
    const report = JSON.parse(written.get('validation-report.json') ?? '');
    const unfit = report.pluginReports.filter(
      ({ conclusion }: { readonly conclusion: string }) => conclusion !== 'success',
    );
    expect(report.title).toBe('Validation Report');
    expect(unfit).toEqual([]);
  });

  it('follow the AwsSolutions rules of cdk-nag, apart from what is explained', () => {
    const app = deployment(settings);
    acknowledge(app);
    expect(violations(app)).toEqual([]);
  });

  it('are explained nowhere without need, and always in a sentence', () => {
    const app = deployment(settings);
    const bare = violations(app);
    expect(explanations(app).length).toBeGreaterThan(5);
    for (const { construct, rule, why } of explanations(app)) {
      const needed = bare.some(
        ([name, path]) => name === rule && `${path}/`.startsWith(`${construct.node.path}/`),
      );
      expect(needed, `${rule} at ${construct.node.path}`).toBe(true);
      expect(why, rule).toMatch(/^\S+( \S+){5,}$/);
    }
  });
});

describe('the command that writes the templates', () => {
  const synth = (settings: string | null) => {
    const place = mkdtempSync(join(tmpdir(), 'soxauto-deploy-'));
    try {
      if (settings !== null) copyFileSync(settings, join(place, 'settings.json'));
      return spawnSync(
        process.execPath,
        ['--import', OFFLINE, '--import', import.meta.resolve('tsx'), join(folder, 'app.ts')],
        { cwd: place, encoding: 'utf8', env: { PATH: '', CDK_OUTDIR: join(place, 'out') } },
      );
    } finally {
      rmSync(place, { recursive: true });
    }
  };

  it('needs no account, no tool on the path and no network', () => {
    const { status, stderr } = synth(join(folder, 'settings/production.json'));
    expect(stderr).toBe('');
    expect(status).toBe(0);
  });

  it('says in one sentence what it misses', () => {
    const { status, stderr } = synth(null);
    expect(status).toBe(2);
    expect(stderr).toBe(
      'settings.json: it cannot be read as JSON; copy one of deploy/settings/ and fill it in. See docs/deployment/aws.md for every setting.\n',
    );
  });
});
