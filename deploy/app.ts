import { Validations } from 'aws-cdk-lib';
import { AwsSolutionsChecks } from 'cdk-nag';
import { deployment } from './src/app.ts';
import { acknowledge } from './src/explained.ts';
import { readSettings, SettingsError } from './src/settings.ts';

try {
  const app = deployment(readSettings('settings.json'));
  acknowledge(app);
  Validations.of(app).addPlugins(new AwsSolutionsChecks(app));
  app.synth();
} catch (error) {
  if (!(error instanceof SettingsError)) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 2;
}
