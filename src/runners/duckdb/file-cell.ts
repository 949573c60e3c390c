import type { FileColumnType } from './duckdb-source.ts';

/** How a text cell of a declared type is judged and read, as SQL over `cell`. */
export interface CellReading {
  /** True when the text has exactly the form of its type: nothing would be rounded, cut or guessed. */
  readonly fits: string;
  readonly value: string;
}

const DAY = '[0-9]{4}-[0-9]{2}-[0-9]{2}';
const SECOND = '[0-9]{2}:[0-9]{2}:[0-9]{2}';

/** DuckDB's timestamps hold six fraction digits, so a seventh does not fit. */
export function cellReading(type: FileColumnType, cell: string): CellReading {
  const [name = '', first, second] = type.split(/[(),]/);
  switch (name) {
    case 'integer':
    case 'bigint':
      return cast(cell, name.toUpperCase(), '-?[0-9]+');
    case 'flag':
      return cast(cell, 'BOOLEAN', '0|1|true|false');
    case 'date':
      return cast(cell, 'DATE', DAY);
    case 'timestamp':
      return cast(cell, 'TIMESTAMP', `${DAY}[ T]${SECOND}${fraction(Math.min(Number(first), 6))}`);
    case 'decimal': {
      const [precision, scale] = [Number(first), Number(second)];
      const whole = precision === scale ? '0' : `0*[0-9]{1,${precision - scale}}`;
      return cast(cell, `DECIMAL(${precision},${scale})`, `-?${whole}${fraction(scale)}`);
    }
    default:
      return { fits: 'true', value: cell };
  }
}

function fraction(digits: number): string {
  return digits === 0 ? '' : `(\\.[0-9]{1,${digits}})?`;
}

function cast(cell: string, type: string, form: string): CellReading {
  return {
    fits: `(regexp_full_match(${cell}, '${form}') AND TRY_CAST(${cell} AS ${type}) IS NOT NULL)`,
    value: `CAST(${cell} AS ${type})`,
  };
}

/** Parquet types that become the declared one without losing anything. */
export function parquetFits(type: FileColumnType, delivered: string): boolean {
  const [name = '', first, second] = type.split(/[(),]/);
  switch (name) {
    case 'integer':
      return /^U?(TINYINT|SMALLINT)$|^INTEGER$/.test(delivered);
    case 'bigint':
      return /^U?(TINYINT|SMALLINT|INTEGER)$|^BIGINT$/.test(delivered);
    case 'flag':
      return /^(BOOLEAN|U?TINYINT|U?SMALLINT|INTEGER|BIGINT)$/.test(delivered);
    case 'date':
      return delivered === 'DATE';
    case 'timestamp':
      return delivered === 'TIMESTAMP';
    case 'decimal': {
      const match = /^DECIMAL\(([0-9]+),([0-9]+)\)$/.exec(delivered);
      const [precision, scale] = [Number(match?.[1]), Number(match?.[2])];
      return scale <= Number(second) && precision - scale <= Number(first) - Number(second);
    }
    default:
      return delivered === 'VARCHAR';
  }
}

/** The engine's type of a declared column; a flag keeps the one it has, for queries cast it (portable-sql C3). */
export function engineType(type: FileColumnType, delivered: string): string {
  const [name = ''] = type.split('(');
  switch (name) {
    case 'flag':
      return delivered;
    case 'varchar':
    case 'nvarchar':
      return 'VARCHAR';
    case 'timestamp':
      return 'TIMESTAMP';
    default:
      return type;
  }
}
