import { isExpired } from './aws-errors.ts';

/** A client whose keys are renewed when they expire between two calls. */
export interface RenewedClient<Client> {
  /** Performs the call; once more with a new client where the service says that the keys have expired. */
  call<Answer>(perform: (client: Client) => Promise<Answer>): Promise<Answer>;
  close(): void;
}

/** The SDK does not renew keys that the service calls expired: a new client asks for new ones (design/aws.md 5). */
export function renewedClient<Client extends { destroy(): void }>(
  make: () => Client,
): RenewedClient<Client> {
  let client = make();
  return {
    call: async (perform) => {
      const used = client;
      try {
        return await perform(used);
      } catch (thrown) {
        if (!isExpired(thrown)) throw thrown;
        // another call may have renewed it meanwhile
        if (client === used) client = make();
        return await perform(client);
      }
    },
    close: () => client.destroy(),
  };
}
