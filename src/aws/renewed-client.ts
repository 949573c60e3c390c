import { isExpired } from './aws-errors.ts';

/** A client, or several that go together, whose keys are renewed when they expire between two calls. */
export interface RenewedClient<Client> {
  /** Performs the call; once more with a new client where the service says that the keys have expired. */
  call<Answer>(perform: (client: Client) => Promise<Answer>): Promise<Answer>;
  close(): void;
}

/**
 * The SDK does not renew keys that the service calls expired: a new client asks for new ones (design/aws.md 5).
 * @param make is told whether the keys given before have expired
 */
export function renewedClient<Client extends { destroy(): void }>(
  make: (anew: boolean) => Client,
): RenewedClient<Client> {
  let client = make(false);
  // other calls may still be under way on those before
  const made = [client];
  return {
    call: async (perform) => {
      const used = client;
      try {
        return await perform(used);
      } catch (thrown) {
        if (!isExpired(thrown)) throw thrown;
        // another call may have renewed it meanwhile
        if (client === used) {
          client = make(true);
          made.push(client);
        }
        return await perform(client);
      }
    },
    close: () => {
      for (const each of made) each.destroy();
    },
  };
}
