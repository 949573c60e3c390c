import { AthenaClient } from '@aws-sdk/client-athena';
import { S3Client } from '@aws-sdk/client-s3';
import { STSClient } from '@aws-sdk/client-sts';
import type { Caller } from '../../aws/allowed-caller.ts';
import { askCaller } from '../../aws/caller.ts';
import { type AwsAccess, clientSettings } from '../../aws/client-settings.ts';
import { dateOfAnswer } from '../../aws/date-of-answer.ts';
import { type RenewedClient, renewedClient } from '../../aws/renewed-client.ts';
import { type Instant, parseInstant } from '../../kernel/clock.ts';
import type { AthenaTiming } from './athena-options.ts';

interface Clients {
  readonly athena: AthenaClient;
  readonly s3: S3Client;
  readonly sts: STSClient;
  destroy(): void;
}

/** The clients of one runner. When the credentials have expired they are made anew, once for each call. */
export class AthenaClients {
  readonly #clients: RenewedClient<Clients>;
  #serverTime: Instant | undefined;
  #credentialsSource: string | undefined;

  constructor(access: AwsAccess, timing: AthenaTiming) {
    this.#clients = renewedClient((anew) => this.#make(access, timing, anew));
  }

  /** @throws what the SDK throws */
  call<Result>(send: (clients: Clients) => Promise<Result>): Promise<Result> {
    return this.#clients.call(send);
  }

  /** Who calls. @throws what the SDK throws */
  caller(signal: AbortSignal): Promise<Caller> {
    return this.call(({ sts }) => askCaller(sts, signal));
  }

  /** Athena's own clock in its last answer, whole seconds. */
  get serverTime(): Instant | undefined {
    return this.#serverTime;
  }

  /** Where the keys of the last request came from, as the SDK says it (`CREDENTIALS_PROFILE`). */
  get credentialsSource(): string | undefined {
    return this.#credentialsSource;
  }

  close(): void {
    this.#clients.close();
  }

  #make(access: AwsAccess, timing: AthenaTiming, anew: boolean): Clients {
    const onSource = (source: string | undefined) => {
      this.#credentialsSource = source;
    };
    const settings = clientSettings({ ...access, onSource }, timing, anew);
    const athena = new AthenaClient(settings);
    athena.middlewareStack.add(
      (next) => async (args) => {
        const answer = await next(args);
        const answered = dateOfAnswer(answer.response);
        if (answered !== null) this.#serverTime = parseInstant(answered.toISOString());
        return answer;
      },
      { step: 'deserialize', name: 'soxautoServerTime', priority: 'high' },
    );
    const s3 = new S3Client({ ...settings, responseChecksumValidation: 'WHEN_REQUIRED' });
    // S3 tells the checksums it keeps; asked by the member of the request, the SDK would check them itself
    s3.middlewareStack.add(
      (next) => (args) => {
        const { headers } = Object(args.request);
        headers['x-amz-checksum-mode'] = 'ENABLED';
        return next(args);
      },
      { step: 'build', name: 'soxautoChecksumMode' },
    );
    const sts = new STSClient(settings);
    const destroy = () => {
      for (const client of [athena, s3, sts]) client.destroy();
    };
    return { athena, s3, sts, destroy };
  }
}
