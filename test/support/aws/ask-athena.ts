import {
  AthenaClient,
  GetQueryExecutionCommand,
  GetQueryResultsCommand,
  StartQueryExecutionCommand,
} from '@aws-sdk/client-athena';
import { type ClientSettings, REGION } from './clients.ts';

/** What a BI tool reads: names of the columns first, then rows, each cell as text. */
export async function askAthena(
  text: string,
  { workgroup, database }: { readonly workgroup: string; readonly database: string },
  settings: Pick<ClientSettings, 'credentials'> & Partial<ClientSettings>,
): Promise<readonly (readonly (string | null)[])[]> {
  const client = new AthenaClient({ region: REGION, ...settings });
  try {
    const { QueryExecutionId } = await client.send(
      new StartQueryExecutionCommand({
        QueryString: text,
        WorkGroup: workgroup,
        QueryExecutionContext: { Database: database },
      }),
    );
    for (let state = ''; state !== 'SUCCEEDED'; ) {
      const { QueryExecution } = await client.send(
        new GetQueryExecutionCommand({ QueryExecutionId }),
      );
      state = QueryExecution?.Status?.State ?? '';
      if (state === 'FAILED') throw new Error(QueryExecution?.Status?.StateChangeReason);
    }
    const { ResultSet } = await client.send(new GetQueryResultsCommand({ QueryExecutionId }));
    return (ResultSet?.Rows ?? []).map(({ Data = [] }) =>
      Data.map(({ VarCharValue }) => VarCharValue ?? null),
    );
  } finally {
    client.destroy();
  }
}
