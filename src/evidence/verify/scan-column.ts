import type { DataType } from '../../kernel/data-type.ts';
import {
  isBase64,
  isBoolean,
  isDate,
  isJson,
  isUuid,
  timeForm,
  timestampForm,
} from './cell-forms.ts';
import type { ColumnScan, ScanOptions } from './column-scan.ts';
import { scanBytes } from './scan-bytes.ts';
import { scanNumbers } from './scan-number.ts';

/** Starts reading a column of that type. */
export function scanColumn(type: DataType, options: ScanOptions): ColumnScan {
  switch (type.kind) {
    case 'integer':
      return scanNumbers({ scale: 0, wholeDigits: 19, isInteger: true }, options);
    case 'decimal': {
      const { precision, scale } = type;
      return scanNumbers({ scale, wholeDigits: precision - scale, isInteger: false }, options);
    }
    case 'text':
      return scanBytes(null, true, options);
    case 'json':
      return scanBytes(isJson, true, options);
    case 'boolean':
      return scanBytes(isBoolean, false, options);
    case 'date':
      return scanBytes(isDate, false, options);
    case 'timestamp':
      return scanBytes(timestampForm(type.fraction, type.zoned), false, options);
    case 'time':
      return scanBytes(timeForm(type.fraction, false), false, options);
    case 'uuid':
      return scanBytes(isUuid, true, options);
    case 'binary':
      return scanBytes(isBase64, true, options);
  }
}
