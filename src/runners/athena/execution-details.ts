import type { QueryExecution } from '@aws-sdk/client-athena';

/** What Athena says about an execution, as texts (design/aws.md 1.6). */
export function executionDetails(execution: QueryExecution): Readonly<Record<string, string>> {
  const { Status, Statistics, EngineVersion, ResultConfiguration } = execution;
  const error = Status?.AthenaError;
  return known({
    execution: execution.QueryExecutionId,
    state: Status?.State,
    state_change_reason: Status?.StateChangeReason,
    error_category: error?.ErrorCategory,
    error_type: error?.ErrorType,
    error_retryable: error?.Retryable,
    error_message: error?.ErrorMessage,
    submitted_at: Status?.SubmissionDateTime?.toISOString(),
    completed_at: Status?.CompletionDateTime?.toISOString(),
    statement_type: execution.StatementType,
    substatement_type: execution.SubstatementType,
    workgroup: execution.WorkGroup,
    catalog: execution.QueryExecutionContext?.Catalog,
    database: execution.QueryExecutionContext?.Database,
    selected_engine_version: EngineVersion?.SelectedEngineVersion,
    effective_engine_version: EngineVersion?.EffectiveEngineVersion,
    output_location: ResultConfiguration?.OutputLocation,
    output_encryption: ResultConfiguration?.EncryptionConfiguration?.EncryptionOption,
    data_scanned_bytes: Statistics?.DataScannedInBytes,
    engine_ms: Statistics?.EngineExecutionTimeInMillis,
    total_ms: Statistics?.TotalExecutionTimeInMillis,
    queue_ms: Statistics?.QueryQueueTimeInMillis,
    planning_ms: Statistics?.QueryPlanningTimeInMillis,
    preprocessing_ms: Statistics?.ServicePreProcessingTimeInMillis,
    service_ms: Statistics?.ServiceProcessingTimeInMillis,
    reused_previous_result: Statistics?.ResultReuseInformation?.ReusedPreviousResult,
  });
}

/** Without what is not known. */
export function known(
  facts: Readonly<Record<string, string | number | boolean | null | undefined>>,
): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(facts).flatMap(([name, fact]) =>
      fact === undefined || fact === null ? [] : [[name, String(fact)]],
    ),
  );
}
