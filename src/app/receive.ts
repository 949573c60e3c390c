import { resolve } from 'node:path';
import { findItem } from '../catalog/compiled-catalog.ts';
import { resolveEntity } from '../catalog/entities.ts';
import { parseInstant, systemClock } from '../kernel/clock.ts';
import { formatDecimal, parseDecimal } from '../kernel/decimal.ts';
import { ParseError } from '../kernel/errors.ts';
import { parseItemId } from '../kernel/ids.ts';
import { parsePeriodOrCutoff } from '../kernel/period.ts';
import { takeIn } from '../received/inbox.ts';
import { loadConfig } from './config.ts';
import { accountName } from './host-context.ts';
import { loadCatalog } from './load-catalog.ts';

/** What the uploader says on the command line; every value as typed. */
export interface ReceiveRequest {
  readonly item: string;
  readonly file: string;
  readonly period: string | undefined;
  readonly entity: string | undefined;
  readonly channel: string | undefined;
  readonly sender: string | undefined;
  readonly receivedAt: string | undefined;
  readonly rows: string | undefined;
  readonly total: string | undefined;
}

/** What was taken in. */
export interface Received {
  readonly item: string;
  readonly entity: string;
  readonly period: string;
  readonly path: string;
  readonly bytes: number;
  readonly sha256: string;
}

function said(name: string, value: string | undefined): string {
  if (value !== undefined && value.trim() !== '') return value;
  throw new ParseError('BAD_VALUE', `--${name} is missing`, {
    advice: 'A received file needs its period, entity, channel, sender, time and control totals.',
  });
}

function wholeNumber(name: string, text: string): number {
  if (/^(0|[1-9][0-9]{0,11})$/.test(text)) return Number(text);
  throw new ParseError('BAD_VALUE', `--${name} takes a whole number, got ${JSON.stringify(text)}`);
}

/**
 * Takes a file in as received, with what its sender declares (domain/sox.md P-1). Nothing is judged here: the run
 * reads the file and tests the declared totals.
 * @throws CatalogError, ParseError, ReceivedFileError
 */
export async function receive(request: ReceiveRequest, workingFolder: string): Promise<Received> {
  const catalog = loadCatalog();
  const { definition } = findItem(catalog, request.item);
  const source = catalog.sources.find(({ name }) => name === definition.source);
  if (source?.origin !== 'received') {
    const takers = catalog.items
      .filter((one) =>
        catalog.sources.some(
          ({ name, origin }) => name === one.definition.source && origin === 'received',
        ),
      )
      .map((one) => one.definition.id);
    throw new ParseError('BAD_VALUE', `${definition.id} is read from a system, not from a file`, {
      advice: `Files are received for ${takers.join(', ')}.`,
    });
  }
  const config = loadConfig(workingFolder);
  const takenInAt = systemClock.now();
  const receivedAt = parseInstant(said('received-at', request.receivedAt));
  if (receivedAt > takenInAt) {
    throw new ParseError('BAD_VALUE', `--received-at ${receivedAt} lies after now, ${takenInAt}`);
  }
  const [measure] = definition.controlTotals.filter(({ currency }) => currency !== null);
  const { custody, path } = await takeIn(config.inboxFolder, resolve(workingFolder, request.file), {
    item: parseItemId(definition.id),
    entity: resolveEntity(said('entity', request.entity)).entity,
    period: parsePeriodOrCutoff(said('period', request.period)).id,
    channel: said('channel', request.channel),
    sender: said('sender', request.sender),
    receivedAt,
    takenInAt,
    takenInBy: accountName(),
    declaredRows: wholeNumber('rows', said('rows', request.rows)),
    declaredTotal: {
      column: measure?.column ?? 'none',
      amount: formatDecimal(parseDecimal(said('total', request.total))),
    },
  });
  const { item, entity, period, bytes, sha256 } = custody;
  return { item, entity, period, path, bytes, sha256 };
}
