import { sizeWords } from '../kernel/scan.ts';
import { grouped } from './table.ts';

interface Event {
  readonly name: string;
  readonly fields: { readonly [name: string]: unknown };
}

function figure(value: unknown): string {
  return grouped(String(value));
}

function megabytes(bytes: unknown): string {
  return `${Math.round(Number(bytes) / 100_000) / 10} MB`;
}

/** What an event means to someone who waits; null when it says nothing new. */
export function eventLine({ name, fields }: Event): string | null {
  switch (name) {
    case 'source.identified':
      return `source: ${fields['engine']} ${fields['version']}`;
    case 'query.sent':
      return fields['query'] === 'extract' ? 'query extract sent' : null;
    case 'query.delivered':
      return fields['query'] === 'extract'
        ? `query extract: ${figure(fields['rows'])} rows, ${megabytes(fields['bytes'])} delivered`
        : null;
    case 'source.scanned':
      return `source: ${fields['executions_of_unknown_bytes'] === 0 ? '' : 'at least '}${sizeWords(BigInt(String(fields['scanned_bytes'])))} scanned`;
    case 'extract.landed':
      return `extract: ${figure(fields['rows'])} rows, ${megabytes(fields['bytes'])}, testing`;
    case 'check.judged':
      return fields['status'] === 'PASS' ? null : `check ${fields['check']}: ${fields['status']}`;
    case 'cell.source_unmarked':
      return 'is run whether it was sealed before or not: its source does not say that nothing changed';
    case 'package.unusable':
      return `package ${fields['package']} is not as it was stored and does not count: ${fields['reason']}`;
    case 'run.failed':
      return `failed while ${fields['stage']}: ${fields['message']}`;
    case 'seal.started':
      return 'sealing';
    default:
      return null;
  }
}
