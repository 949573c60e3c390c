import type { ItemDefinition } from '../catalog/definition.ts';
import type { ParameterValue } from '../catalog/parameters.ts';
import type { Extract } from '../extraction/extract.ts';
import type { ResultColumn } from '../kernel/query.ts';

/** Everything a check is compiled against: what was extracted, what was measured beside it, what the item declares. */
export interface CheckFacts {
  readonly extract: Extract;
  /** Rows the engine says its extract statement produced. */
  readonly engineRows: number;
  /** Columns the completeness query is grouped by. */
  readonly partitions: readonly string[];
  /** Columns the completeness query delivers the sum of. */
  readonly controlTotals: readonly string[];
  readonly zeroRows: ItemDefinition['zeroRows'];
  /** Role that owns the definition: it approved, by what the definition allows, that a check does not apply. */
  readonly owner: string;
  /** How many companies the run covers. */
  readonly companies: number;
  /** Control queries that were delivered, `completeness` among them. */
  readonly controls: readonly DeliveredControl[];
  /** The run's values; conditions name them `$name`. */
  readonly parameters: readonly Pick<ParameterValue, 'name' | 'type' | 'value'>[];
}

/** A control query whose rows stand in the workbench as `control_<name>`. */
export interface DeliveredControl {
  readonly name: string;
  readonly columns: readonly ResultColumn[];
  /** Rows the engine says the query produced. */
  readonly engineRows: number;
  /** Rows that stand in the workbench. */
  readonly landedRows: number;
}
