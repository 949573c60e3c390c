import { AthenaClient } from '@aws-sdk/client-athena';
import { S3Client } from '@aws-sdk/client-s3';
import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import { type Instant, parseInstant } from '../../kernel/clock.ts';
import type { AthenaRunnerOptions, AthenaTiming } from './athena-options.ts';
import { isExpired } from './aws-errors.ts';

interface Clients {
  readonly athena: AthenaClient;
  readonly s3: S3Client;
  /** For parts: the SDK would hold a part against the checksum of the whole. */
  readonly s3Parts: S3Client;
  readonly sts: STSClient;
}

/** The clients of one runner. When the credentials have expired they are made anew, once for each call. */
export class AwsClients {
  readonly #options: Pick<AthenaRunnerOptions, 'region' | 'credentials'>;
  readonly #timing: AthenaTiming;
  #clients: Clients;
  #serverTime: Instant | undefined;

  constructor(options: Pick<AthenaRunnerOptions, 'region' | 'credentials'>, timing: AthenaTiming) {
    this.#options = options;
    this.#timing = timing;
    this.#clients = this.#make(false);
  }

  /** @throws what the SDK throws */
  async call<Result>(send: (clients: Clients) => Promise<Result>): Promise<Result> {
    const used = this.#clients;
    try {
      return await send(used);
    } catch (thrown) {
      if (!isExpired(thrown)) throw thrown;
      if (this.#clients === used) {
        this.#clients = this.#make(true);
        destroy(used);
      }
      return await send(this.#clients);
    }
  }

  /** Who calls. @throws what the SDK throws */
  async caller(signal: AbortSignal) {
    const { Account, Arn, UserId } = await this.call(({ sts }) =>
      sts.send(new GetCallerIdentityCommand({}), { abortSignal: signal }),
    );
    return { account: Account ?? '', arn: Arn ?? '', userId: UserId ?? '' };
  }

  /** Athena's own clock in its last answer, whole seconds. */
  get serverTime(): Instant | undefined {
    return this.#serverTime;
  }

  close(): void {
    destroy(this.#clients);
  }

  #make(anew: boolean): Clients {
    const { region, credentials } = this.#options;
    const { connectMs, answerMs, socketMs, attempts } = this.#timing;
    const settings = {
      region,
      // a provider keeps what it gave before until it is told not to
      credentials: anew ? () => credentials({ forceRefresh: true }) : credentials,
      maxAttempts: attempts,
      requestHandler: {
        connectionTimeout: connectMs,
        requestTimeout: answerMs,
        throwOnRequestTimeout: true,
        socketTimeout: socketMs,
      },
    };
    const athena = new AthenaClient(settings);
    athena.middlewareStack.add(
      (next) => async (args) => {
        const answer = await next(args);
        this.#serverTime = dateOf(answer.response) ?? this.#serverTime;
        return answer;
      },
      { step: 'deserialize', name: 'soxautoServerTime', priority: 'high' },
    );
    return {
      athena,
      s3: new S3Client(settings),
      s3Parts: new S3Client({ ...settings, responseChecksumValidation: 'WHEN_REQUIRED' }),
      sts: new STSClient(settings),
    };
  }
}

function destroy({ athena, s3, s3Parts, sts }: Clients): void {
  for (const client of [athena, s3, s3Parts, sts]) client.destroy();
}

function dateOf(response: unknown): Instant | undefined {
  if (typeof response !== 'object' || response === null || !('headers' in response))
    return undefined;
  const headers: Readonly<Record<string, unknown>> = { ...Object(response.headers) };
  const moment = new Date(String(headers['date']));
  return Number.isNaN(moment.getTime()) ? undefined : parseInstant(moment.toISOString());
}
