import { mkdir, open, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { parseInstant } from '../../kernel/clock.ts';
import { csvRecord } from '../../kernel/csv-dialect.ts';
import { formatDecimal } from '../../kernel/decimal.ts';
import { parseEntityCode, parseItemId } from '../../kernel/ids.ts';
import { takeIn } from '../../received/inbox.ts';
import { COMPANIES } from '../group/companies.ts';
import { dateOf, MILLISECONDS_PER_DAY } from '../model/calendar.ts';
import type { FactBatch } from '../model/facts.ts';
import { voucherUse } from '../model/item-amounts.ts';
import type { PeriodDays } from '../model/timeline.ts';

const HEADER = ['Voucher Id', 'Amount Used', 'Usage Date', 'Order Id', 'Customer Id', 'Status'];
/** Characters kept in memory for one file. */
const MOST_WAITING = 1_000_000;

/** The dashboard's export of one company and period, while it is being written. */
interface ExportFile {
  readonly company: string;
  readonly entity: string;
  readonly period: PeriodDays;
  readonly path: string;
  waiting: string;
  rows: number;
  total: bigint;
}

/**
 * Writes the dashboard's exports of voucher usage, one file per covered company and period: everything ordered with
 * a voucher by the end of the period, delivered or not. Finished files are taken in as if somebody had handed them
 * over the day after the period.
 */
export class ExportWriter {
  readonly #files: readonly ExportFile[];
  readonly #folder: string;

  constructor(folder: string, periods: readonly PeriodDays[]) {
    this.#folder = join(folder, 'exports');
    this.#files = COMPANIES.filter(({ covered }) => covered).flatMap(({ code, country }) =>
      periods.map((period) => ({
        company: code,
        entity: country,
        period,
        path: join(this.#folder, `jdash_${country.toLowerCase()}_${period.id}.csv`),
        waiting: csvRecord(HEADER),
        rows: 0,
        total: 0n,
      })),
    );
  }

  async create(): Promise<void> {
    await mkdir(this.#folder);
  }

  async append({ items, vouchers }: FactBatch): Promise<void> {
    const ids = new Map(vouchers.map(({ company, code, id }) => [`${company} ${code}`, id]));
    for (const item of items) {
      const id = ids.get(`${item.company} ${item.voucherCode}`);
      const amount = voucherUse(item);
      if (id === undefined || amount === 0n) continue;
      const day = Math.floor(item.created / MILLISECONDS_PER_DAY);
      const text = csvRecord([
        id.toString(),
        formatDecimal({ units: amount, scale: 2 }),
        dateOf(day),
        item.orderId.toString(),
        item.customerId.toString(),
        item.status,
      ]);
      for (const file of this.#files) {
        if (file.company !== item.company || day >= file.period.next) continue;
        file.waiting += text;
        file.rows += 1;
        file.total += amount;
        if (file.waiting.length > MOST_WAITING) await flush(file);
      }
    }
  }

  /** Takes every file into the inbox. */
  async finish(inbox: string): Promise<void> {
    for (const file of this.#files) {
      await flush(file);
      const handedOver = dateOf(file.period.next);
      await takeIn(inbox, file.path, {
        item: parseItemId('JDASH'),
        entity: parseEntityCode(file.entity),
        period: file.period.id,
        channel: 'shared folder',
        sender: 'Operations analyst',
        receivedAt: parseInstant(`${handedOver}T08:00:00.000Z`),
        takenInAt: parseInstant(`${handedOver}T09:00:00.000Z`),
        takenInBy: 'demo',
        declaredRows: file.rows,
        declaredTotal: {
          column: 'Amount Used',
          amount: formatDecimal({ units: file.total, scale: 2 }),
        },
      });
    }
    await rm(this.#folder, { recursive: true });
  }
}

async function flush(file: ExportFile): Promise<void> {
  const handle = await open(file.path, 'a');
  try {
    await handle.writeFile(file.waiting);
  } finally {
    await handle.close();
  }
  file.waiting = '';
}
