import type { AwsService, OtherEndpoint } from '../aws/endpoints.ts';
import { messageOf } from '../kernel/errors.ts';
import type { Config } from './config.ts';
import { ConfigError } from './config-error.ts';
import { type Diagnosis, wrong } from './folder-state.ts';

const ALL: readonly AwsService[] = ['athena', 's3', 'secretsmanager', 'sts'];
const ADVICE =
  'Take AWS_ENDPOINT_URL, AWS_ENDPOINT_URL_… and endpoint_url of the profile away, or name a VPC endpoint of AWS over https.';

/** @throws ConfigError where the settings of the SDK cannot be read */
async function found(
  services: readonly AwsService[],
  region: string,
): Promise<readonly OtherEndpoint[]> {
  // the AWS clients take a while to load: only those who need them wait for them
  const { otherEndpoints } = await import('../aws/endpoints.ts');
  return await otherEndpoints(services, region).catch((cause: unknown) => {
    throw new ConfigError(
      'BAD_CONFIG',
      `where AWS is reached cannot be read from its own settings: ${messageOf(cause)}`,
      { cause, advice: 'Correct AWS_ENDPOINT_URL or the profile.' },
    );
  });
}

/**
 * Services reached elsewhere than at their own address. In production every one of AWS must be AWS, those that are
 * asked later too: an answer of somebody else is no evidence.
 * @throws ConfigError before anything is asked
 */
export async function usedEndpoints(
  services: readonly AwsService[],
  { environment }: Pick<Config, 'environment'>,
  region: string,
): Promise<readonly OtherEndpoint[]> {
  const production = environment === 'production';
  const others = await found(production ? ALL : services, region);
  const foreign = others.filter(({ ofAws }) => !ofAws);
  if (production && foreign.length > 0) {
    throw new ConfigError(
      'BAD_CONFIG',
      `production does not reach AWS: ${foreign.map(({ service, address }) => `${service} is reached at ${address}`).join(', ')}`,
      { advice: ADVICE },
    );
  }
  return others.filter(({ service }) => services.includes(service));
}

/** What a check-up says of each. */
export async function endpointStates({
  aws,
  environment,
}: Pick<Config, 'aws' | 'environment'>): Promise<readonly Diagnosis[]> {
  if (aws === null) return [];
  try {
    return (await found(ALL, aws.region)).map(({ service, address, ofAws }): Diagnosis => {
      const what = `endpoint of ${service}`;
      if (ofAws) return { what, state: 'note', words: `${address}, of AWS` };
      return environment === 'production'
        ? { what, state: 'wrong', words: `${address} is not AWS. ${ADVICE}` }
        : { what, state: 'note', words: `${address} is not AWS` };
    });
  } catch (thrown) {
    return [wrong('endpoints of AWS', thrown)];
  }
}
