import { copyFile, mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { parseInstant } from '../../kernel/clock.ts';
import { addDecimal, formatDecimal, parseDecimal } from '../../kernel/decimal.ts';
import { parseEntityCode, parseItemId } from '../../kernel/ids.ts';
import { newestReceived, takeIn } from '../../received/inbox.ts';
import type { DemoBooks } from '../demo-books.ts';
import { DemoError } from '../demo-error.ts';
import { dateOf } from '../model/calendar.ts';
import type { BreakScene } from './break-scene.ts';
import { fails, type PlannedBreak, type Restated } from './planned-break.ts';

/** Errors in what senders declare of the files they hand over (domain/catalog.md 3.17). */
export function receivedBreaks(): readonly PlannedBreak[] {
  return [
    {
      id: 'declared_total_off',
      description: 'The sender declares 0.01 more for the export of JD_GH than the file holds',
      statements: [],
      restated: { entity: 'GH', rows: 0, total: '0.01' },
      expected: {
        JDASH: [fails('control_total_amount_used'), fails('partition_tie', ['JD_GH'])],
      },
    },
    {
      id: 'declared_rows_off',
      description: 'The sender declares one record more for the export of EC_KE than the file has',
      statements: [],
      restated: { entity: 'KE', rows: 1, total: '0' },
      expected: { JDASH: [fails('independent_count'), fails('partition_tie', ['EC_KE'])] },
    },
  ];
}

/** Hands the file of the default period over once more, an hour later, with another declaration. */
export async function restate(
  { folder, inbox }: DemoBooks,
  { period }: BreakScene,
  { entity, rows, total }: Restated,
): Promise<void> {
  const file = await newestReceived(inbox, {
    item: parseItemId('JDASH'),
    entity: parseEntityCode(entity),
    period: period.id,
  });
  if (file === null) throw new DemoError('MODEL_FAULT', `no export of ${entity} to restate`);
  const { custody } = file;
  const { column, amount } = custody.declaredTotal;
  const declared = addDecimal(parseDecimal(amount), parseDecimal(total));
  const place = join(folder, 'restated');
  await mkdir(place);
  try {
    const copy = join(place, custody.fileName);
    await copyFile(file.path, copy);
    await takeIn(inbox, copy, {
      ...custody,
      takenInAt: parseInstant(`${dateOf(period.next)}T10:00:00.000Z`),
      declaredRows: custody.declaredRows + rows,
      declaredTotal: { column, amount: formatDecimal(declared) },
    });
  } finally {
    await rm(place, { recursive: true });
  }
}
