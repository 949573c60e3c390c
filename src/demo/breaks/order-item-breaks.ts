import { MILLISECONDS_PER_DAY } from '../model/calendar.ts';
import { type ItemFact, packageNumber } from '../model/item-facts.ts';
import { CUSTOMER_TYPES_TABLE, KEPT_ITEMS, ORDER_ITEMS } from '../tables/order-items.ts';
import { PACKAGE_CASHREC } from '../tables/stg-fin-rec.ts';
import { type BreakScene, pick } from './break-scene.ts';
import { itemRow, keyOf, knownItem } from './item-rows.ts';
import { doubledIn, fails, type PlannedBreak } from './planned-break.ts';
import { copyRow, insertRow, moment, text, updateRow } from './statements.ts';

const DAY = MILLISECONDS_PER_DAY;

/** Delivered on the first day of the period, paid in full at the first instant after it. */
function owed(scene: BreakScene, company: string): ItemFact {
  const { start, next } = scene.period;
  const { packageId } = pick(
    scene.known(company).cashRecs,
    'cash that came after the period',
    ({ delivered, resolved }) => delivered === start * DAY && resolved === next * DAY,
  );
  return knownItem(scene, company, 'not reconciled', (item) => item.packageId === packageId);
}

/** Verified on the first day of the period, delivered after its end. */
function prepaid(scene: BreakScene, company: string): ItemFact {
  const { start, next } = scene.period;
  return knownItem(
    scene,
    company,
    'prepaid',
    ({ verified, delivered }) => verified === start * DAY && (delivered ?? 0) >= next * DAY,
  );
}

/** Refunded within the period and never returned; of the marketplace. */
function refunded(scene: BreakScene, company: string): ItemFact {
  const { start } = scene.period;
  return knownItem(
    scene,
    company,
    'refunded',
    (item) => item.refunded === (start + 19) * DAY && item.marketplace,
  );
}

function cashRow({ company, packageId }: ItemFact) {
  return { ID_COMPANY: text(company), package_nr: text(packageNumber(packageId ?? 0)) };
}

/** IPE_12's findings when a look-up doubles a delivered item. */
function owedTwice(item: ItemFact, lookUp: readonly string[]) {
  return doubledIn({
    controlTotals: [
      'paid_price',
      'paid_shipping',
      'amount_paid',
      'amount_expected',
      'amount_received',
      'cod_oms_sales_order_item',
      'cod_oms_id_package',
    ],
    partitions: [[item.company, 'reconciled']],
    rows: [keyOf(item)],
    lookUp,
  });
}

/** IPE_34's findings when a look-up doubles a refunded item. */
function refundTwice(item: ItemFact, lookUp: readonly string[]) {
  return doubledIn({
    controlTotals: ['amounttorefund', 'cod_oms_sales_order_item'],
    partitions: [[item.company, 'Refunded not yet returned', 'true']],
    rows: [keyOf(item)],
    lookUp,
  });
}

function packageOf({ company, packageId }: ItemFact): readonly string[] {
  return ['PACKAGE_CASHREC', company, packageNumber(packageId ?? 0)];
}

function cashRows(scene: BreakScene): readonly PlannedBreak[] {
  const twice = owed(scene, 'EC_NG');
  const both = owed(scene, 'JD_GH');
  return [
    {
      id: 'cash_row_twice',
      description: 'The cash of a package of EC_NG stands twice in OMS staging',
      statements: [copyRow(PACKAGE_CASHREC, cashRow(twice))],
      expected: { IPE_12: owedTwice(twice, packageOf(twice)) },
    },
    {
      id: 'open_and_reconciled',
      description: 'A package of JD_GH has an open and a reconciled cash row',
      statements: [
        copyRow(PACKAGE_CASHREC, cashRow(both), {
          troubleshoot_resolution_date: moment(scene.period.cutoff * DAY),
        }),
      ],
      expected: {
        IPE_12: [
          // The reconciled row keeps itself out: one row is left, and it is one too many.
          ...owedTwice(both, packageOf(both)).filter(({ check }) => check !== 'unique_key'),
          fails('open_and_reconciled'),
        ],
      },
    },
  ];
}

/** A customer type that only known items have. */
const NEW_TYPE = 'wholesale';

function lookUps(scene: BreakScene): readonly PlannedBreak[] {
  const delivered = owed(scene, 'EC_IC');
  const back = refunded(scene, 'EC_IC');
  const kept = refunded(scene, 'HF_SN');
  const type = insertRow(CUSTOMER_TYPES_TABLE, [text(NEW_TYPE), text('B2B')]);
  const keep = insertRow(KEPT_ITEMS, [text(kept.company), kept.id.toString(), text('lost')]);
  return [
    {
      id: 'customer_type_twice',
      description:
        'The type of a customer of EC_IC stands twice in the dimension of customer types',
      statements: [
        type,
        type,
        ...[delivered, back].map((item) =>
          updateRow(ORDER_ITEMS, itemRow(item), { BOB_CUSTOMER_TYPE: text(NEW_TYPE) }),
        ),
      ],
      expected: {
        IPE_12: owedTwice(delivered, ['RPT_DIM_BOB_CUSTOMER_TYPE', '', NEW_TYPE]),
        IPE_34: refundTwice(back, ['RPT_DIM_BOB_CUSTOMER_TYPE', '', NEW_TYPE]),
      },
    },
    {
      id: 'refund_without_return_twice',
      description: 'A refunded item of HF_SN stands twice among the refunds without return',
      statements: [keep, keep],
      expected: { IPE_34: refundTwice(kept, ['RPT_REFUND_NO_RETURN', ...keyOf(kept)]) },
    },
  ];
}

function missing(scene: BreakScene): readonly PlannedBreak[] {
  const noMethod = owed(scene, 'EC_KE');
  const unflagged = prepaid(scene, 'EC_KE');
  const unflaggedRefund = refunded(scene, 'EC_KE');
  return [
    {
      id: 'payment_method_missing',
      description: 'A delivered item of EC_KE says nothing about its payment method',
      statements: [updateRow(ORDER_ITEMS, itemRow(noMethod), { PAYMENT_METHOD: 'NULL' })],
      expected: { IPE_12: [fails('payment_method_filled', keyOf(noMethod))] },
    },
    {
      id: 'marketplace_flag_missing',
      description: 'A prepaid and a refunded item of EC_KE are neither marketplace nor retail',
      statements: [unflagged, unflaggedRefund].map((item) =>
        updateRow(ORDER_ITEMS, itemRow(item), { IS_MARKETPLACE: 'NULL' }),
      ),
      expected: {
        IPE_10: [fails('marketplace_flag_filled', keyOf(unflagged))],
        IPE_34: [fails('marketplace_flag_filled', keyOf(unflaggedRefund))],
      },
    },
  ];
}

function itemsTwice(scene: BreakScene): PlannedBreak {
  const [one, other, third] = [
    prepaid(scene, 'JD_UG'),
    owed(scene, 'JD_UG'),
    refunded(scene, 'JD_UG'),
  ] as const;
  return {
    id: 'open_items_twice',
    description: 'A prepaid, a delivered and a refunded item of JD_UG stand twice',
    statements: [one, other, third].map((item) => copyRow(ORDER_ITEMS, itemRow(item))),
    expected: {
      IPE_10: [fails('unique_key', keyOf(one))],
      IPE_12: [fails('unique_key', keyOf(other))],
      IPE_34: [
        fails('independent_count'),
        fails('control_total_amounttorefund'),
        fails('control_total_cod_oms_sales_order_item'),
        fails('partition_tie', [third.company, 'Refunded not yet returned', 'true']),
        fails('unique_key', keyOf(third)),
        fails('values_tie'),
      ],
    },
  };
}

/** Errors in order items and what is looked up for them (domain/catalog.md 3.6, 3.8, 3.10). */
export function orderItemBreaks(scene: BreakScene): readonly PlannedBreak[] {
  return [...cashRows(scene), ...lookUps(scene), ...missing(scene), itemsTwice(scene)];
}
