import { clientSettings } from './client-settings.ts';

export type AwsService = 'athena' | 's3' | 'secretsmanager' | 'sts';

/** Where a service is reached that is not reached at its own address. */
export interface OtherEndpoint {
  readonly service: AwsService;
  /** `https://vpce-1-a.athena.eu-west-1.vpce.amazonaws.com`, without a path. */
  readonly address: string;
  /** Is it an address of AWS all the same: a VPC endpoint, another region, FIPS? */
  readonly ofAws: boolean;
}

/**
 * Services that the environment or a profile (`AWS_ENDPOINT_URL`, `endpoint_url`) has reached elsewhere, as the very
 * clients resolve it. Nothing is sent.
 */
export async function otherEndpoints(
  services: readonly AwsService[],
  region: string,
): Promise<readonly OtherEndpoint[]> {
  const found: OtherEndpoint[] = [];
  for (const service of new Set(services)) {
    const address = await addressOf(service, region, false);
    if (address === (await addressOf(service, region, true))) continue;
    found.push({ service, address, ofAws: isOfAws(service, address) });
  }
  return found;
}

/** ` at http://127.0.0.1:4566 (not AWS)`; empty where the service is reached at its own address. */
export function elsewhere(
  service: AwsService,
  endpoints: readonly OtherEndpoint[] | undefined,
): string {
  const other = endpoints?.find((each) => each.service === service);
  if (other === undefined) return '';
  return ` at ${endpointWords(other)}`;
}

/** `http://127.0.0.1:4566 (not AWS)`. */
export function endpointWords({ address, ofAws }: OtherEndpoint): string {
  return ofAws ? address : `${address} (not AWS)`;
}

/** Suffixes of the partitions; anything else below them may belong to a customer (`….elb.amazonaws.com`). */
const SUFFIX =
  '(?:amazonaws\\.com(?:\\.cn)?|amazonaws\\.eu|api\\.aws|api\\.amazonwebservices\\.(?:com\\.cn|eu))';

/** Over https, with a name that AWS gives to this very service. */
export function isOfAws(service: AwsService, address: string): boolean {
  const own = `${service}(?:-fips)?(?:\\.dualstack)?(?:\\.[a-z]{2}(?:-[a-z]+)+-[0-9])?\\.${SUFFIX}`;
  const inVpc = `(?:bucket\\.)?vpce-[0-9a-z-]+\\.${service}(?:-fips)?\\.[a-z0-9-]+\\.vpce\\.${SUFFIX}`;
  return new RegExp(`^https://(?:${own}|${inVpc})$`).test(address);
}

/** What the probes below have in common of a client. */
interface Probed {
  readonly middlewareStack: {
    add(
      middleware: (next: unknown, context: object) => () => Promise<never>,
      options: { readonly step: 'build'; readonly priority: 'high' },
    ): void;
  };
  destroy(): void;
}

class NotSent extends Error {}

/** @param own without regard to what was configured */
async function addressOf(service: AwsService, region: string, own: boolean): Promise<string> {
  // nothing is signed, and nobody must be asked for keys
  const nobody = async () => ({ accessKeyId: 'none', secretAccessKey: 'none' });
  const settings = {
    ...clientSettings({ region, credentials: nobody }),
    ...(own ? { ignoreConfiguredEndpointUrls: true } : {}),
  };
  const { client, ask } = await probe(service, settings);
  let address: string | undefined;
  client.middlewareStack.add(
    (_next, context) => async () => {
      const { endpointV2 }: { readonly endpointV2?: { readonly url: URL } } = context;
      address = endpointV2?.url.origin;
      throw new NotSent();
    },
    { step: 'build', priority: 'high' },
  );
  try {
    await ask();
  } catch (thrown) {
    if (!(thrown instanceof NotSent)) throw thrown;
  } finally {
    client.destroy();
  }
  if (address === undefined) throw new Error(`the client of ${service} names no endpoint`);
  return address;
}

interface Probe {
  readonly client: Probed;
  readonly ask: () => Promise<unknown>;
}

/** A client of the service with something to ask. Clients take a while to load: only the one needed is. */
async function probe(
  service: AwsService,
  settings: ReturnType<typeof clientSettings>,
): Promise<Probe> {
  switch (service) {
    case 'athena': {
      const { AthenaClient, ListWorkGroupsCommand } = await import('@aws-sdk/client-athena');
      const client = new AthenaClient(settings);
      return { client, ask: () => client.send(new ListWorkGroupsCommand({})) };
    }
    case 's3': {
      const { ListBucketsCommand, S3Client } = await import('@aws-sdk/client-s3');
      const client = new S3Client(settings);
      return { client, ask: () => client.send(new ListBucketsCommand({})) };
    }
    case 'secretsmanager': {
      const { ListSecretsCommand, SecretsManagerClient } = await import(
        '@aws-sdk/client-secrets-manager'
      );
      const client = new SecretsManagerClient(settings);
      return { client, ask: () => client.send(new ListSecretsCommand({})) };
    }
    case 'sts': {
      const { GetCallerIdentityCommand, STSClient } = await import('@aws-sdk/client-sts');
      const client = new STSClient(settings);
      return { client, ask: () => client.send(new GetCallerIdentityCommand({})) };
    }
  }
}
