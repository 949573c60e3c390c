import { mountedSecrets } from '../credentials/mounted-secrets.ts';
import { registering } from '../credentials/redaction.ts';
import type { SecretStore } from '../credentials/secret-store.ts';
import { systemClock } from '../kernel/clock.ts';
import { type AwsIdentity, awsAccess, WHOLE_PROCESS } from './aws-access.ts';
import type { Config } from './config.ts';
import { redaction } from './redaction.ts';

/** What the process has opened, by region: a secret is fetched once for all items. */
const opened = new Map<string, SecretStore>();

/** The configured store of secrets; whatever it gives is hidden in everything that is printed or sealed. */
export async function openSecrets(
  config: AwsIdentity & Pick<Config, 'secrets'>,
): Promise<SecretStore> {
  const { secrets } = config;
  if (secrets.kind === 'files') return registering(mountedSecrets(secrets.folder), redaction);
  const access = await awsAccess(config, ['secretsmanager'], WHOLE_PROCESS);
  const known = opened.get(access.region);
  if (known !== undefined) return known;
  const { secretsManager } = await import('../credentials/secrets-manager.ts');
  const store = registering(secretsManager(access, systemClock), redaction);
  opened.set(access.region, store);
  return store;
}
