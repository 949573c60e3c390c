import { fromNodeProviderChain } from '@aws-sdk/credential-providers';

/** The SDK's default chain: container role, web identity, profile, IAM Identity Center; asked once, kept until told. */
export function defaultChain() {
  return fromNodeProviderChain();
}
