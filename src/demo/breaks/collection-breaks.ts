import { MILLISECONDS_PER_DAY } from '../model/calendar.ts';
import type { CashTransactionFact } from '../model/collection-facts.ts';
import { CASH_DEPOSITS, CASH_TRANSACTIONS, PACKLIST_PAYMENTS } from '../tables/collection.ts';
import {
  BANK_ACCOUNTS,
  BANK_POSTING_GROUPS_TABLE,
  COLLECTION_PARTNERS_TABLE,
  HUB_MAPPING,
} from '../tables/partners.ts';
import { type BreakScene, pick } from './break-scene.ts';
import { doubledIn, fails, type PlannedBreak, warns } from './planned-break.ts';
import { copyRow, insertRow, text, updateRow } from './statements.ts';

const DAY = MILLISECONDS_PER_DAY;
/** A partner only one known transaction has. */
const NEW_PARTNER = 'New Collector';
/** Service provider number of the known collector. */
const KNOWN_PROVIDER = 'SP009';

/** A known package delivered at the first instant of the period, on no list. */
function delivered({ known, period }: BreakScene, company: string): CashTransactionFact {
  return pick(
    known(company).cashTransactions,
    'package delivered on the first day',
    ({ type, list, created, entity }) =>
      type === 'Delivery' &&
      list === null &&
      created === period.start * DAY &&
      entity.startsWith(`KNOWN-${period.id}`),
  );
}

function rowOf({ company, id }: CashTransactionFact) {
  return { ID_Company: text(company), Transaction_ID: id.toString() };
}

/** IPE_31's findings when a look-up doubles a transaction with a partner of type 3PL. */
function collectedTwice(
  { company, id }: CashTransactionFact,
  partner: string,
  lookUp: string,
  key: string,
  otherPartitions: readonly (readonly string[])[] = [],
) {
  return [
    ...doubledIn({
      controlTotals: ['amount'],
      partitions: [['1', company, partner], ...otherPartitions],
      rows: [['1', company, id.toString()]],
      lookUp: [lookUp, company, key],
    }),
    fails('accounts_tie', [company, '3PL']),
  ];
}

function partners(scene: BreakScene): readonly PlannedBreak[] {
  const atHub = delivered(scene, 'EC_NG');
  const byPartner = delivered(scene, 'JD_GH');
  const hand = (transaction: CashTransactionFact) =>
    updateRow(CASH_TRANSACTIONS, rowOf(transaction), { Collection_Partner: text(NEW_PARTNER) });
  const partner = ({ company }: CashTransactionFact) =>
    insertRow(COLLECTION_PARTNERS_TABLE, [
      text(company),
      text(NEW_PARTNER),
      text('3PL'),
      text('SP099'),
    ]);
  const hub = insertRow(HUB_MAPPING, [
    text(atHub.company),
    text(NEW_PARTNER),
    text('Swift Couriers'),
  ]);
  return [
    {
      id: 'hub_twice',
      description: 'A hub of EC_NG is mapped to a service provider twice',
      statements: [hand(atHub), partner(atHub), hub, hub],
      expected: { IPE_31: collectedTwice(atHub, NEW_PARTNER, 'RPT_HUBS_3PL_MAPPING', NEW_PARTNER) },
    },
    {
      id: 'partner_twice',
      description: 'A collection partner of JD_GH stands twice',
      statements: [hand(byPartner), partner(byPartner), partner(byPartner)],
      expected: {
        IPE_31: collectedTwice(byPartner, NEW_PARTNER, 'RPT_COLLECTIONPARTNERS', NEW_PARTNER),
      },
    },
  ];
}

/** Bank look-ups take the lowest account, so nothing doubles: only the look-up itself shows it. */
function banks(): readonly PlannedBreak[] {
  const found = (lookUp: string, company: string, key: string) => ({
    IPE_31: [fails('fan_out', [lookUp, company, key])],
  });
  return [
    {
      id: 'two_bank_accounts',
      description: 'A service provider of EC_IC has bank accounts on two G/L accounts',
      statements: [
        insertRow(BANK_ACCOUNTS, [
          text('EC_IC'),
          text('BANK-NEW'),
          text(KNOWN_PROVIDER),
          text('BANK-02'),
        ]),
      ],
      expected: found('bank account of a service provider', 'EC_IC', KNOWN_PROVIDER),
    },
    {
      id: 'bank_account_twice',
      description: 'A bank account of HF_SN stands twice',
      statements: [
        insertRow(BANK_ACCOUNTS, ['HF_SN', 'BANK-NEW', '', 'BANK-NONE'].map(text)),
        insertRow(BANK_ACCOUNTS, ['HF_SN', 'BANK-NEW', '', 'BANK-NONE'].map(text)),
      ],
      expected: found('Bank Accounts', 'HF_SN', 'BANK-NEW'),
    },
    {
      id: 'bank_posting_group_twice',
      description: 'A bank posting group of EC_KE is set up twice',
      statements: [
        copyRow(BANK_POSTING_GROUPS_TABLE, { ID_Company: text('EC_KE'), Code: text('BANK-02') }),
      ],
      expected: found('Bank Account Posting Group', 'EC_KE', 'BANK-02'),
    },
  ];
}

function payments(scene: BreakScene): readonly PlannedBreak[] {
  const { known, period } = scene;
  const { cashDeposits, cashTransactions } = known('JD_UG');
  const transfer = pick(
    cashDeposits,
    'transfer made on the cutoff',
    ({ type, paid, status }) =>
      type === 'Transfer' && paid === period.cutoff * DAY && status === 'inProgress',
  );
  const passedOn = pick(
    cashTransactions,
    'money passed on',
    ({ type, entity }) => type === 'Transfer to' && entity === transfer.number,
  );
  const { packlistPayments } = known('JM_EG');
  const later = pick(
    packlistPayments,
    'list paid in part by the cutoff',
    ({ listCreated, paid }) =>
      listCreated === (period.start + 4) * DAY && paid === (period.next + 4) * DAY,
  );
  const first = pick(packlistPayments, 'its first payment', ({ list }) => list === later.list);
  return [
    {
      id: 'payment_number_twice',
      description: 'Two transfers of JD_UG have one number, and money was passed on under it',
      statements: [
        copyRow(CASH_DEPOSITS, {
          ID_Company: text('JD_UG'),
          OMS_Payment_No: text(transfer.number),
        }),
      ],
      expected: {
        // What is left of the transfers themselves is one row, counted apart they are two.
        IPE_31: collectedTwice(passedOn, passedOn.partner, 'RPT_CASHDEPOSIT', transfer.number, [
          ['4', transfer.company, transfer.partner],
        ]),
      },
    },
    {
      id: 'list_changed',
      description: 'Two payment rows of a packlist of JM_EG show different amounts received',
      statements: [
        updateRow(
          PACKLIST_PAYMENTS,
          { ID_Company: text('JM_EG'), Reconcile_ID: first.id.toString() },
          { OMS_Amount_Received: '"OMS_Amount_Received" + 1' },
        ),
      ],
      expected: { IPE_31: [warns('lists_unchanged', ['JM_EG', later.list])] },
    },
  ];
}

/** Errors in collected money and what is looked up for it (domain/catalog.md 3.9). */
export function collectionBreaks(scene: BreakScene): readonly PlannedBreak[] {
  return [...partners(scene), ...banks(), ...payments(scene)];
}
