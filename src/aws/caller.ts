import { GetCallerIdentityCommand, type STSClient } from '@aws-sdk/client-sts';
import type { Caller } from './allowed-caller.ts';

/** Who calls; no right is needed to ask. @throws what the SDK throws */
export async function askCaller(sts: STSClient, signal: AbortSignal): Promise<Caller> {
  const { Account, Arn, UserId } = await sts.send(new GetCallerIdentityCommand({}), {
    abortSignal: signal,
  });
  return { account: Account ?? '', arn: Arn ?? '', userId: UserId ?? '' };
}
