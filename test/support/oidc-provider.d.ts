/** What our tests use of the OpenID provider. */
declare module 'oidc-provider' {
  import type { IncomingMessage, ServerResponse } from 'node:http';

  export interface ProviderSettings {
    readonly [setting: string]: unknown;
    readonly findAccount: (context: unknown, id: string) => Promise<unknown>;
  }

  export interface GrantContext {
    readonly body?: unknown;
    readonly oidc: { readonly params: { readonly grant_type: string } };
  }

  // biome-ignore lint/style/noDefaultExport: so it exports its class
  export default class Provider {
    constructor(issuer: string, settings: ProviderSettings);
    on(event: 'grant.success', told: (context: GrantContext) => void): this;
    callback(): (request: IncomingMessage, response: ServerResponse) => void;
  }
}
