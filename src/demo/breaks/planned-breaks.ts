import type { DemoSettings, PlantedBreak } from '../demo-books.ts';
import { breakScene } from './break-scene.ts';
import { collectionBreaks } from './collection-breaks.ts';
import { integrationBreaks } from './integration-breaks.ts';
import { ledgerBreaks } from './ledger-breaks.ts';
import { ledgerOnlyBreaks } from './ledger-only-breaks.ts';
import { lookUpBreaks } from './look-up-breaks.ts';
import { orderItemBreaks } from './order-item-breaks.ts';
import type { PlannedBreak } from './planned-break.ts';
import { rateBreaks } from './rate-breaks.ts';
import { receivedBreaks } from './received-breaks.ts';
import { reportBreaks } from './report-breaks.ts';
import { sellerBreaks } from './seller-breaks.ts';
import { voucherBreaks } from './voucher-breaks.ts';

/** Every break that books with these settings get, with its statements. */
export function plannedBreaks(settings: DemoSettings): readonly PlannedBreak[] {
  const scene = breakScene(settings);
  return [
    ...lookUpBreaks(scene),
    ...ledgerBreaks(scene),
    ...reportBreaks(scene),
    ...voucherBreaks(scene),
    ...orderItemBreaks(scene),
    ...sellerBreaks(scene),
    ...collectionBreaks(scene),
    ...integrationBreaks(scene),
    ...rateBreaks(scene),
    ...ledgerOnlyBreaks(scene),
    ...receivedBreaks(),
  ];
}

/** The same breaks as they are described to the outside, one line per item that must find them. */
export function describedBreaks(settings: DemoSettings): readonly PlantedBreak[] {
  const period = settings.periods.at(-1) ?? '';
  return plannedBreaks(settings).flatMap(({ id, description, expected }) =>
    Object.entries(expected).map(([item, findings]) => ({
      id,
      item,
      period,
      description,
      expected: findings,
    })),
  );
}
