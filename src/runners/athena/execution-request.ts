import type {
  EncryptionConfiguration,
  StartQueryExecutionCommandInput,
} from '@aws-sdk/client-athena';
import type { SentStatement } from '../runner.ts';
import { requestToken } from './request-token.ts';

/** A statement to be executed. */
export interface Statement {
  readonly purpose: SentStatement['purpose'];
  /** The query it is sent for; null for what the reading needs itself. */
  readonly query: string | null;
  /** Tells statements of one purpose apart; never used twice in a reading. */
  readonly role: string;
  readonly text: string;
  readonly parameters: readonly { readonly name: string; readonly literal: string }[];
}

/** Where statements of a reading are executed. */
export interface Place {
  readonly reading: string;
  readonly workgroup: string;
  readonly catalog: string;
  readonly database: string;
  readonly outputLocation: string | null;
  readonly expectedBucketOwner: string;
  /** Of results in `outputLocation`; null where nobody names one. */
  readonly encryption: EncryptionConfiguration | null;
}

/** The request, whole: the same statement, place and attempt always give the same one. */
export function executionRequest(
  { query, role, text, parameters }: Statement,
  place: Place,
  attempt: number,
): StartQueryExecutionCommandInput & { readonly ClientRequestToken: string } {
  const { reading, workgroup, catalog, database, outputLocation, encryption } = place;
  const literals = parameters.map(({ literal }) => literal);
  return {
    QueryString: text,
    // an empty list is refused by Athena
    ...(literals.length === 0 ? {} : { ExecutionParameters: literals }),
    ClientRequestToken: requestToken({
      ...{ reading, query: query ?? '', role, attempt, sql: text, literals },
      ...{ catalog, database, workgroup },
    }),
    QueryExecutionContext: { Catalog: catalog, Database: database },
    WorkGroup: workgroup,
    ...(outputLocation === null
      ? {}
      : {
          ResultConfiguration: {
            OutputLocation: outputLocation,
            ExpectedBucketOwner: place.expectedBucketOwner,
            ...(encryption === null ? {} : { EncryptionConfiguration: encryption }),
          },
        }),
    ResultReuseConfiguration: { ResultReuseByAgeConfiguration: { Enabled: false } },
  };
}
