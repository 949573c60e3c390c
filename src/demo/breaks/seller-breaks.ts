import { MILLISECONDS_PER_DAY } from '../model/calendar.ts';
import { statementNumber } from '../model/seller-desk.ts';
import type { SellerTransactionFact } from '../model/seller-facts.ts';
import {
  ACCOUNT_STATEMENTS,
  RING_TRANSACTIONS,
  SELLER_TRANSACTIONS,
  TRANSACTION_GROUPS,
  VENDORS,
} from '../tables/seller-center.ts';
import { type BreakScene, pick } from './break-scene.ts';
import { keyOf } from './item-rows.ts';
import { doubledIn, fails, type PlannedBreak, warns } from './planned-break.ts';
import { copyRow, insertRow, moment, text, updateRow } from './statements.ts';

const DAY = MILLISECONDS_PER_DAY;
/** Added to a transaction's number for a twin: far above the drawn ones. */
const TWIN = 500_000_000;
/** A statement number nobody gave. */
const NO_STATEMENT = 999_999_999;
/** A type of transaction only known transactions have. */
const NEW_TYPE = 'Penalty Special';

/** Last digits of the known statements that end after the period. */
const LATER_STATEMENTS: readonly number[] = [1, 2];

/** A known revenue on no statement yet. */
function unstated({ known, period }: BreakScene, company: string): SellerTransactionFact {
  return pick(
    known(company).sellerTransactions,
    'transaction without a statement',
    ({ statement, order }) => statement === null && order === `KNOWN-${period.id}`,
  );
}

/** A known transaction of the period whose statement straddles its end. */
function straddling({ known, period }: BreakScene, company: string): SellerTransactionFact {
  return pick(
    known(company).sellerTransactions,
    'transaction of a later statement',
    ({ statement, created, type }) =>
      statement !== null && created === (period.start + 14) * DAY && type === 'Commission',
  );
}

/** A known credit to the vendor at the first instant of the period, on the statement that ends with it. */
function credited({ known, period }: BreakScene, company: string): SellerTransactionFact {
  return pick(
    known(company).sellerTransactions,
    'credit of the first instant',
    ({ created, type, statement }) =>
      created === period.start * DAY && type === 'Item Price Credit' && statement !== null,
  );
}

/** The known revenues of the period on no statement that ended by then. */
function open({ known, period }: BreakScene, company: string): readonly SellerTransactionFact[] {
  return known(company).sellerTransactions.filter(
    ({ type, order, created, statement }) =>
      type === 'Commission' &&
      order === `KNOWN-${period.id}` &&
      created < period.next * DAY &&
      (statement === null || LATER_STATEMENTS.includes(statement % 10)),
  );
}

/** Number of a known statement of the company that ends with the period. */
function lastStatement({ covered, period }: BreakScene, of: SellerTransactionFact): string {
  const company = pick(covered, 'company', ({ code }) => code === of.company);
  return statementNumber(company, period.next * DAY - 1, of.vendor);
}

/** IPE_11's findings when a look-up doubles revenues of one company. */
function revenuesTwice(
  rows: readonly SellerTransactionFact[],
  lookUp: string,
  key: string,
  group = 'Commissions',
) {
  const company = rows[0]?.company ?? '';
  const stated = rows.some(({ statement }) => statement !== null);
  return doubledIn({
    controlTotals: [
      'sc_transaction_amount',
      'sc_id_transaction',
      ...(stated ? ['sc_id_account_statement'] : []),
    ],
    partitions: [[company, group]],
    rows: rows.map(keyOf),
    lookUp: [lookUp, company, key],
  });
}

function rowOf({ company, id }: SellerTransactionFact) {
  return { ID_Company: text(company), ID_Transaction: id.toString() };
}

function statementRow({ company, statement }: SellerTransactionFact) {
  return {
    id_company: text(company),
    RING_ID_Transaction_Statement: (statement ?? 0).toString(),
  };
}

function lookUps(scene: BreakScene): readonly PlannedBreak[] {
  const typed = unstated(scene, 'EC_NG');
  const stated = straddling(scene, 'JD_GH');
  const sold = unstated(scene, 'EC_IC');
  const inRing = unstated(scene, 'HF_SN');
  const group = insertRow(
    TRANSACTION_GROUPS,
    [typed.company, NEW_TYPE, 'Revenues', 'Penalties', 'Penalties', 'Penalties'].map(text),
  );
  const ring = insertRow(RING_TRANSACTIONS, [
    text(inRing.company),
    inRing.id.toString(),
    text('Commission'),
  ]);
  return [
    {
      id: 'transaction_type_twice',
      description: 'A type of seller transaction of EC_NG is mapped twice',
      statements: [
        group,
        group,
        updateRow(SELLER_TRANSACTIONS, rowOf(typed), { Transaction_Type: text(NEW_TYPE) }),
      ],
      expected: { IPE_11: revenuesTwice([typed], 'GDOC_DIM_ASG_V2', NEW_TYPE, 'Penalties') },
    },
    {
      id: 'later_statement_twice',
      description: 'A statement of JD_GH that ends after the period stands twice',
      statements: [copyRow(ACCOUNT_STATEMENTS, statementRow(stated))],
      expected: { IPE_11: revenuesTwice([stated], 'RPT_ACCOUNTSTATEMENTS', `${stated.statement}`) },
    },
    {
      id: 'vendor_twice',
      description: 'A vendor of EC_IC stands twice',
      statements: [
        copyRow(VENDORS, { ID_company: text(sold.company), BOB_ID_Vendor: sold.vendor.toString() }),
      ],
      expected: {
        IPE_11: revenuesTwice(open(scene, sold.company), 'RPT_VENDORS', `${sold.vendor}`),
      },
    },
    {
      id: 'ring_transaction_twice',
      description: 'A transaction of HF_SN stands twice in RING',
      statements: inRing.inRing ? [ring] : [ring, ring],
      expected: { IPE_11: revenuesTwice([inRing], 'RPT_TRANSACTIONS', `${inRing.id}`) },
    },
  ];
}

function transactions(scene: BreakScene): readonly PlannedBreak[] {
  const lost = unstated(scene, 'EC_KE');
  const earlier = unstated(scene, 'JD_UG');
  const untyped = unstated(scene, 'JD_DZ');
  return [
    {
      id: 'statement_unknown',
      description: 'A revenue of EC_KE names a statement that does not exist',
      statements: [
        updateRow(SELLER_TRANSACTIONS, rowOf(lost), { ID_Account_Statement: `${NO_STATEMENT}` }),
      ],
      expected: { IPE_11: [fails('statements_exist', keyOf(lost))] },
    },
    {
      id: 'open_from_earlier',
      description: 'A revenue of JD_UG from before the period is on no statement yet',
      statements: [
        copyRow(SELLER_TRANSACTIONS, rowOf(earlier), {
          ID_Transaction: `"ID_Transaction" + ${TWIN}`,
          Created_Date: moment(scene.period.start * DAY - 1),
        }),
      ],
      expected: {
        IPE_11: [
          warns('none_open_from_earlier', [earlier.company, (earlier.id + TWIN).toString()]),
        ],
      },
    },
    {
      id: 'transaction_type_unknown',
      description: 'A transaction of JD_DZ has a type that is not mapped',
      statements: [
        updateRow(SELLER_TRANSACTIONS, rowOf(untyped), { Transaction_Type: text('Unheard-of') }),
      ],
      expected: { IPE_11: [fails('types_have_account_group', [untyped.company, 'Unheard-of'])] },
    },
  ];
}

function statements(scene: BreakScene): readonly PlannedBreak[] {
  const renumbered = credited(scene, 'JM_EG');
  const differs = credited(scene, 'EC_MA');
  const twice = credited(scene, 'EC_NG');
  return [
    {
      id: 'statement_renumbered',
      description: 'A statement of JM_EG has a number in the Seller Center that NAV does not know',
      statements: [
        updateRow(ACCOUNT_STATEMENTS, statementRow(renumbered), {
          RING_Transaction_Statement_No: text('ST-EG-OTHER'),
        }),
      ],
      expected: {
        CR_01: [
          fails('none_missing_in_nav', [renumbered.company, 'ST-EG-OTHER']),
          fails('none_missing_in_sc', [renumbered.company, lastStatement(scene, renumbered)]),
        ],
      },
    },
    {
      id: 'statement_differs',
      description: 'A statement of EC_MA is one higher in the Seller Center than in NAV',
      statements: [
        updateRow(SELLER_TRANSACTIONS, rowOf(differs), {
          Transaction_Amount: '"Transaction_Amount" + 1',
        }),
      ],
      expected: {
        CR_01: [fails('none_with_difference', [differs.company, lastStatement(scene, differs)])],
      },
    },
    {
      id: 'statement_twice',
      description: 'A statement of EC_NG that ends with the period stands twice',
      statements: [copyRow(ACCOUNT_STATEMENTS, statementRow(twice))],
      expected: {
        CR_01: [
          fails('independent_count'),
          fails('control_total_nav_amount'),
          fails('control_total_difference'),
          fails('partition_tie', [twice.company, 'AMOUNT_DIFF'], [twice.company, 'MATCHED']),
          fails('unique_key', [twice.company, lastStatement(scene, twice)]),
          fails('values_tie'),
          fails(
            'fan_out',
            ['RPT_ACCOUNTSTATEMENTS, id', twice.company, `${twice.statement}`],
            ['RPT_ACCOUNTSTATEMENTS, number', twice.company, lastStatement(scene, twice)],
          ),
        ],
        IPE_11: [fails('fan_out', ['RPT_ACCOUNTSTATEMENTS', twice.company, `${twice.statement}`])],
      },
    },
  ];
}

/** Errors in the Seller Center and against NAV (domain/catalog.md 3.7, 3.12). */
export function sellerBreaks(scene: BreakScene): readonly PlannedBreak[] {
  return [...lookUps(scene), ...transactions(scene), ...statements(scene)];
}
