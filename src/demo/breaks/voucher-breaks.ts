import type { ExpectedFinding } from '../demo-books.ts';
import { dateOf, MILLISECONDS_PER_DAY } from '../model/calendar.ts';
import type { VoucherFact } from '../model/voucher-facts.ts';
import { ORDER_ITEMS } from '../tables/order-items.ts';
import { VOUCHER_TEMPLATES, VOUCHERS } from '../tables/vouchers.ts';
import { type BreakScene, pick } from './break-scene.ts';
import { itemRow, keyOf } from './item-rows.ts';
import { doubledIn, fails, type PlannedBreak, warns } from './planned-break.ts';
import { copyRow, date, moment, text, updateRow } from './statements.ts';

const DAY = MILLISECONDS_PER_DAY;
const HOUR = 3_600_000;
/** Added to a voucher's number for a twin: far above the drawn ones, below the next company's. */
const TWIN = 15_000_000;

/** A known voucher that nothing was bought with, as it stands at the end of the period. */
function unused({ known, period }: BreakScene, company: string, created: number): VoucherFact {
  return pick(
    known(company).vouchers,
    'voucher never used',
    (voucher) => voucher.snapshotDay === period.next && voucher.created === created,
  );
}

/** A known voucher and the item it was used on, whose package arrived at the given moment. */
function usedOn({ known, period }: BreakScene, company: string, arrived: number) {
  const { items, vouchers } = known(company);
  const item = pick(
    items,
    'item paid with a voucher',
    ({ voucherType, packageDelivered }) =>
      voucherType === 'reusablecredit' && packageDelivered === arrived,
  );
  const voucher = pick(
    vouchers,
    'voucher of the item',
    ({ code, snapshotDay }) => snapshotDay === period.next && code === item.voucherCode,
  );
  return { item, voucher };
}

/** Key of a voucher's row in the snapshot of the end of the period. */
function rowOf({ company, id, snapshotDay }: VoucherFact) {
  return { ID_COMPANY: text(company), id: id.toString(), snapshot_date: date(snapshotDay) };
}

function templateTwice(scene: BreakScene): PlannedBreak {
  const voucher = unused(scene, 'EC_NG', scene.period.start * DAY);
  return {
    id: 'template_twice',
    description: 'A voucher of EC_NG stands twice in the table that names its template',
    statements: [
      copyRow(VOUCHER_TEMPLATES, { ID_COMPANY: text(voucher.company), id: voucher.id.toString() }),
    ],
    expected: {
      IPE_08: [
        ...doubledIn({
          controlTotals: ['id', 'discount_amount', 'remaining_amount', 'totalremainingamount'],
          partitions: [[voucher.company, voucher.use]],
          rows: [keyOf(voucher)],
          lookUp: ['StoreCreditVoucher', ...keyOf(voucher)],
        }),
        fails('target_value'),
      ],
    },
  };
}

function itemsTwice(scene: BreakScene): PlannedBreak {
  const { cutoff, next } = scene.period;
  const used = [cutoff * DAY + 12 * HOUR, next * DAY - 1].map((arrived) =>
    usedOn(scene, 'EC_MA', arrived),
  );
  const vouchers = used.map(({ voucher }) => keyOf(voucher));
  const items = used.map(({ item }) => keyOf(item));
  const twice = fails('fan_out', ...items.map((item) => ['RPT_SOI', ...item]));
  return {
    id: 'used_items_twice',
    description: 'Two order items of EC_MA that were paid with vouchers stand twice',
    statements: used.map(({ item }) => copyRow(ORDER_ITEMS, itemRow(item))),
    expected: {
      IPE_08: [
        twice,
        warns('none_over_used', ...vouchers),
        warns('used_as_in_bob', ...vouchers),
        warns('remaining_as_in_bob', ...vouchers),
      ],
      IPE_08_USAGE: [twice, fails('in_out_all')],
      IPE_08_TIMING: [twice],
      // Their cash was resolved after the cutoff.
      IPE_12: [fails('unique_key', ...items)],
    },
  };
}

function inFlightItemTwice(scene: BreakScene): PlannedBreak {
  const { item, voucher } = usedOn(scene, 'HF_SN', (scene.period.next + 2) * DAY);
  return {
    id: 'item_in_flight_twice',
    description: 'An order item of HF_SN on its way that was paid with a voucher stands twice',
    statements: [copyRow(ORDER_ITEMS, itemRow(item))],
    expected: {
      IPE_08_TIMING: [
        fails('unique_key', [...keyOf(voucher), item.id.toString()]),
        fails('fan_out', ['RPT_SOI', ...keyOf(item)]),
      ],
    },
  };
}

function sharedCode(scene: BreakScene): PlannedBreak {
  const { company, code, ...voucher } = usedOn(scene, 'JD_UG', scene.period.next * DAY - 1).voucher;
  const month = dateOf(scene.period.cutoff).slice(0, 7).replace('-', '');
  const shared = fails('codes_unique', [company, code]);
  return {
    id: 'voucher_code_shared',
    description: 'Two vouchers of JD_UG share a code that was used',
    statements: [copyRow(VOUCHERS, rowOf({ company, code, ...voucher }), { id: `id + ${TWIN}` })],
    expected: {
      IPE_08: [shared],
      IPE_08_TIMING: [fails('fan_out', ['V_STORECREDITVOUCHER_CLOSING', company, code])],
      IPE_08_USAGE: doubledIn({
        controlTotals: ['id', 'shipping_storecredit', 'mpl_storecredit', 'totalamountused'],
        partitions: [[company, month]],
        rows: [[company, code, month]],
        lookUp: ['V_STORECREDITVOUCHER_CLOSING', company, code],
      }),
    },
  };
}

function attributes(scene: BreakScene): readonly PlannedBreak[] {
  const { period } = scene;
  const start = period.start * DAY;
  const unknownUse = unused(scene, 'EC_NG', period.cutoff * DAY);
  const unknownUseUsed = usedOn(scene, 'EC_NG', period.cutoff * DAY);
  const unknownUseInFlight = usedOn(scene, 'EC_NG', (period.next + 2) * DAY);
  const noState = unused(scene, 'JD_GH', start);
  const overUsed = usedOn(scene, 'EC_IC', period.cutoff * DAY + 12 * HOUR);
  const remaining = unused(scene, 'EC_KE', start);
  const used = unused(scene, 'JM_EG', start);
  const set = (voucher: VoucherFact, changed: Readonly<Record<string, string>>) =>
    updateRow(VOUCHERS, rowOf(voucher), changed);
  return [
    {
      id: 'unknown_use',
      description: 'Three vouchers of EC_NG have a use that nobody knows: unused, used, in flight',
      statements: [unknownUse, unknownUseUsed.voucher, unknownUseInFlight.voucher].map((voucher) =>
        set(voucher, { business_use: text('loyalty') }),
      ),
      expected: {
        IPE_08: [
          fails(
            'use_known',
            ...[unknownUse, unknownUseUsed.voucher, unknownUseInFlight.voucher].map(keyOf),
          ),
        ],
        IPE_08_USAGE: [fails('use_known', [unknownUse.company, unknownUseUsed.voucher.code])],
        IPE_08_TIMING: [fails('use_known', keyOf(unknownUseInFlight.voucher))],
      },
    },
    {
      id: 'voucher_without_state',
      description: 'A voucher of JD_GH does not say whether it is active',
      statements: [set(noState, { is_active: 'NULL' })],
      expected: {
        IPE_08: [fails('is_active_known', keyOf(noState))],
        IPE_08_TIMING: [fails('is_active_known', keyOf(noState))],
      },
    },
    {
      id: 'over_used',
      description: 'A voucher of EC_IC was used for more than its face value',
      statements: [set(overUsed.voucher, { discount_amount: '"discount_amount" / 2' })],
      expected: {
        IPE_08: [
          warns('none_over_used', keyOf(overUsed.voucher)),
          warns('remaining_as_in_bob', keyOf(overUsed.voucher)),
        ],
      },
    },
    {
      id: 'remaining_differs',
      description: 'BOB keeps another remaining amount of a voucher of EC_KE than its uses leave',
      statements: [set(remaining, { remaining_amount: '"remaining_amount" - 1' })],
      expected: { IPE_08: [warns('remaining_as_in_bob', keyOf(remaining))] },
    },
    {
      id: 'used_differs',
      description: 'BOB keeps another used amount of a voucher of JM_EG than its uses add up to',
      statements: [set(used, { used_discount_amount: '"used_discount_amount" + 1' })],
      expected: { IPE_08: [warns('used_as_in_bob', keyOf(used))] },
    },
  ];
}

function usage(scene: BreakScene): readonly PlannedBreak[] {
  const { period, known } = scene;
  const cutoff = period.cutoff * DAY;
  const without = pick(
    known('EC_KE').items,
    'item without payment',
    ({ paymentMethod, delivered }) => paymentMethod === 'NoPayment' && delivered === cutoff,
  );
  const { item } = usedOn(scene, 'JM_EG', cutoff);
  return [
    {
      id: 'code_without_voucher',
      description: 'An order item of EC_KE was paid with store credit of a code no voucher has',
      statements: [
        updateRow(ORDER_ITEMS, itemRow(without), {
          VOUCHER_TYPE: text('reusablecredit'),
          voucher_code: text('LOSTCODE'),
        }),
      ],
      expected: { IPE_08_USAGE: [warns('codes_matched', ['EC_KE', 'LOSTCODE'])] },
    },
    {
      id: 'usage_without_flag',
      description: 'An order item of JM_EG paid with a voucher is neither marketplace nor retail',
      statements: [updateRow(ORDER_ITEMS, itemRow(item), { IS_MARKETPLACE: 'NULL' })],
      expected: {
        IPE_08: [fails('marketplace_known', keyOf(item))],
        IPE_08_USAGE: [fails('marketplace_known', keyOf(item))],
      },
    },
  ];
}

/** Codes that engines compare differently; both stand in one column that three reports read. */
function oddCodes(scene: BreakScene): readonly PlannedBreak[] {
  const { start, cutoff } = scene.period;
  const blank = unused(scene, 'EC_IC', start * DAY);
  const twin = unused(scene, 'HF_SN', start * DAY);
  const { voucher } = usedOn(scene, 'HF_SN', cutoff * DAY);
  const codes = ['fin_rec.V_STORECREDITVOUCHER_CLOSING', 'code'];
  const inAll = (finding: ExpectedFinding) => ({
    IPE_08: [finding],
    IPE_08_TIMING: [finding],
    IPE_08_USAGE: [finding],
  });
  return [
    {
      id: 'code_ends_in_blank',
      description: 'The code of a voucher of EC_IC ends in a blank',
      statements: [updateRow(VOUCHERS, rowOf(blank), { code: `"code" || ' '` })],
      expected: inAll(fails('contract_trailing_blanks', codes)),
    },
    {
      id: 'codes_differ_in_case',
      description: 'The codes of two vouchers of HF_SN differ in upper and lower case only',
      statements: [updateRow(VOUCHERS, rowOf(twin), { code: text(voucher.code.toLowerCase()) })],
      expected: inAll(warns('contract_case_twins', codes)),
    },
  ];
}

/** How many refund vouchers BOB took back without the ledger (domain/catalog.md 4.8). */
const TAKEN_BACK = 12;

function takenBack(scene: BreakScene): PlannedBreak {
  const { cutoff, next } = scene.period;
  const vouchers = [cutoff * DAY, next * DAY - 1]
    .flatMap((issued) =>
      scene.covered
        .filter(({ code }) => code !== 'EC_NG')
        .map(({ code }) => unused(scene, code, issued)),
    )
    .slice(0, TAKEN_BACK);
  return {
    id: 'taken_back_in_bob_only',
    description:
      'BOB took 12 refund vouchers back within the period, and the ledger still owes them',
    statements: vouchers.map((voucher) =>
      updateRow(VOUCHERS, rowOf(voucher), {
        is_active: 'FALSE',
        voucher_inactive_date: moment(next * DAY - 1),
        reason: text('Taken back'),
      }),
    ),
    expected: { IPE_08: [], IPE_08_TIMING: [] },
  };
}

/** Errors in vouchers and their uses (domain/catalog.md 3.2 to 3.4, 4.8). */
export function voucherBreaks(scene: BreakScene): readonly PlannedBreak[] {
  return [
    templateTwice(scene),
    itemsTwice(scene),
    inFlightItemTwice(scene),
    sharedCode(scene),
    ...attributes(scene),
    ...usage(scene),
    ...oddCodes(scene),
    takenBack(scene),
  ];
}
