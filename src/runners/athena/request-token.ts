import { type Sha256, sha256 } from '../../kernel/digest.ts';
import { canonicalJson } from '../../kernel/json.ts';

/** Everything that makes a request another request (design/aws.md D4). */
export interface RequestKey {
  /** Of the reading: two readings never share an execution. */
  readonly reading: string;
  readonly query: string;
  /** `query`, `count`, `facts 2` … */
  readonly role: string;
  readonly attempt: number;
  readonly sql: string;
  readonly literals: readonly string[];
  readonly catalog: string;
  readonly database: string;
  readonly workgroup: string;
}

/**
 * ClientRequestToken. Athena answers a token it knows with the old execution and compares neither values nor workgroup,
 * so a token made of the text alone would bring last month's rows.
 */
export function requestToken(key: RequestKey): Sha256 {
  return sha256(canonicalJson({ ...key }));
}
