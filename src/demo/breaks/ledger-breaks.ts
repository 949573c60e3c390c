import { freeNumber } from '../model/book-facts.ts';
import type { DocumentType } from '../model/facts.ts';
import {
  CUSTOMER_LEDGER_DETAILS,
  CUSTOMER_LEDGER_ENTRIES,
  CUSTOMER_POSTING_GROUPS,
  GL_DETAILS,
  GL_ENTRIES,
} from '../tables/nav-dw.ts';
import type { BreakScene } from './break-scene.ts';
import { fails, type PlannedBreak } from './planned-break.ts';
import { addToBalance, FIRST_PLANTED_DETAIL } from './postings.ts';
import { copyRow, date, insertRow, text, updateRow } from './statements.ts';

interface PlantedEntry {
  readonly company: string;
  readonly customer: string;
  readonly postingGroup: string;
  /** Local account, the same number as its group account. */
  readonly account: string;
  /** LCY, plain decimal text. */
  readonly amount: string;
  readonly documentType: DocumentType;
  /** Days after the start of the period; no two planted entries share one. */
  readonly offset: number;
}

/** An entry of a customer, with its detail, its general ledger posting and its share of the balance. */
function plantEntry(scene: BreakScene, planted: PlantedEntry): string[] {
  const { company, customer, account, amount, offset } = planted;
  const template = scene.entry(company, 'loan');
  const day = scene.period.start + offset;
  const number = freeNumber('ledger entry', day, scene.settings).toString();
  const glNumber = freeNumber('gl entry', day, scene.settings).toString();
  const detail = (FIRST_PLANTED_DETAIL + offset).toString();
  const id_company = text(company);
  return [
    copyRow(
      CUSTOMER_LEDGER_ENTRIES,
      { id_company, 'Entry No_': template.number.toString() },
      {
        'Entry No_': number,
        'GL Entry No_': glNumber,
        'Document Type': text(planted.documentType),
        'Posting Date': date(day),
        'Due Date': date(day + 30),
        'Customer No_': text(customer),
        'Customer Posting Group': text(planted.postingGroup),
        'Original Amount': amount,
        'Original Amount (LCY)': amount,
      },
    ),
    insertRow(CUSTOMER_LEDGER_DETAILS, [
      id_company,
      detail,
      number,
      text(customer),
      date(day),
      text('Initial Entry'),
      amount,
      amount,
    ]),
    copyRow(
      GL_ENTRIES,
      { id_company, 'Entry No_': template.glNumber.toString() },
      {
        'Entry No_': glNumber,
        'Document Type': text(planted.documentType),
        'Posting Date': date(day),
        'Document Date': date(day),
        'Chart of Accounts No_': text(account),
        Amount: amount,
        'Source No': text(customer),
        'G_L Creation Date': date(day + 1),
      },
    ),
    insertRow(GL_DETAILS, [id_company, detail, glNumber, text(account), date(day), amount]),
    addToBalance(scene, company, account, 'BL01', amount),
  ];
}

function unlistedGroup(scene: BreakScene): PlannedBreak {
  const company = 'JM_EG';
  const postingGroup = 'B2C-NEW-NAT';
  return {
    id: 'unlisted_posting_group',
    description: 'JM_EG posts to account 13003 with a customer posting group that is not listed',
    statements: [
      insertRow(CUSTOMER_POSTING_GROUPS, [text(company), text(postingGroup), text('13003')]),
      ...plantEntry(scene, {
        company,
        customer: 'C900001',
        postingGroup,
        account: '13003',
        amount: '750.00',
        documentType: 'Invoice',
        offset: 10,
      }),
    ],
    expected: {
      IPE_07: [
        fails('posting_groups_complete', [company, postingGroup, '13003']),
        fails('tie_out_ledger', [company, '13003']),
      ],
    },
  };
}

function nettingOverAccounts(scene: BreakScene): PlannedBreak {
  const common = { company: 'EC_MA', customer: 'C900002' };
  const lines = [
    ['EC_MA', '13003'],
    ['EC_MA', '13004'],
  ];
  return {
    id: 'netting_over_accounts',
    description: 'A customer of EC_MA nets to zero over two accounts, so both lose an open entry',
    statements: [
      ...plantEntry(scene, {
        ...common,
        postingGroup: 'B2C-NG-NAT',
        account: '13003',
        amount: '420.00',
        documentType: 'Invoice',
        offset: 11,
      }),
      ...plantEntry(scene, {
        ...common,
        postingGroup: 'LOAN-REC-NAT',
        account: '13004',
        amount: '-420.00',
        documentType: 'Payment',
        offset: 12,
      }),
    ],
    expected: {
      IPE_07: [fails('netting_changes_no_account', ...lines), fails('tie_out_ledger', ...lines)],
    },
  };
}

function entryWithoutDetail(scene: BreakScene): PlannedBreak {
  const company = 'EC_KE';
  const account = '18304';
  const day = scene.period.start + 13;
  const number = freeNumber('gl entry', day, scene.settings).toString();
  return {
    id: 'entry_without_detail',
    description: 'A general ledger entry of EC_KE on account 18304 has no detailed entry',
    statements: [
      copyRow(
        GL_ENTRIES,
        {
          id_company: text(company),
          'Entry No_': scene.entry(company, 'loan').glNumber.toString(),
        },
        {
          'Entry No_': number,
          'Posting Date': date(day),
          'Document Date': date(day),
          'Chart of Accounts No_': text(account),
          Amount: '-61.50',
          'G_L Creation Date': date(day + 1),
        },
      ),
      addToBalance(scene, company, account, '', '-61.50'),
    ],
    expected: {
      CR_03: [
        fails('every_entry_has_detail', [company, number]),
        fails('tie_out_movement', [company, account]),
      ],
    },
  };
}

function fineAmounts(scene: BreakScene): readonly PlannedBreak[] {
  const entry = scene.entry('EC_NG', 'export');
  const detail = scene.detailOf(entry).toString();
  const glNumber = scene.entry('JD_GH', 'export').glNumber.toString();
  const glKey = ['nav_dw.G_L Entries', 'Amount', `JD_GH / ${glNumber}`];
  const named = fails('contract_four_decimals', glKey);
  return [
    {
      id: 'fine_customer_amount',
      description: 'A detailed customer entry of EC_NG has an amount with six decimals',
      statements: [
        updateRow(
          CUSTOMER_LEDGER_DETAILS,
          { id_company: text('EC_NG'), 'Entry No_': detail },
          { 'Amount (LCY)': '"Amount (LCY)" + 0.000001' },
        ),
      ],
      expected: {
        IPE_07: [
          fails('contract_four_decimals', [
            'nav_dw.Detailed Customer Ledg_ Entry',
            'Amount (LCY)',
            `EC_NG / ${detail}`,
          ]),
        ],
      },
    },
    {
      id: 'fine_ledger_amount',
      description: 'A general ledger entry of JD_GH has an amount with six decimals',
      statements: [
        updateRow(
          GL_ENTRIES,
          { id_company: text('JD_GH'), 'Entry No_': glNumber },
          { Amount: '"Amount" + 0.000001' },
        ),
      ],
      expected: {
        CR_03: [named],
        CR_04: [named],
        CR_01: [named],
      },
    },
  ];
}

/** Errors in the ledgers themselves. */
export function ledgerBreaks(scene: BreakScene): readonly PlannedBreak[] {
  return [
    unlistedGroup(scene),
    nettingOverAccounts(scene),
    entryWithoutDetail(scene),
    ...fineAmounts(scene),
  ];
}
