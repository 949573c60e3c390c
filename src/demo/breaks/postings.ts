import { formatDecimal } from '../../kernel/decimal.ts';
import { freeNumber } from '../model/book-facts.ts';
import { BALANCE_VIEW } from '../tables/fin-rec.ts';
import { GL_DETAILS, GL_ENTRIES } from '../tables/nav-dw.ts';
import type { BreakScene } from './break-scene.ts';
import { copyRow, date, insertRow, text, updateRow } from './statements.ts';

/** Details planted by hand are numbered from here, far above the drawn ones. */
export const FIRST_PLANTED_DETAIL = 2_000_000_000;
/** The partner all other postings on 13001 have. */
export const KNOWN_PARTNER = '3PL01';
/** Other side of planted postings: outside the control's accounts. */
const CONTRA = '19990';
/** Details of planted postings follow those of planted customer entries. */
const FIRST_POSTING = 1_000;

/** Key of a line of the balance view at the end of the period. */
export function balanceKey(
  { period }: BreakScene,
  company: string,
  account: string,
  busline: string,
) {
  return {
    ID_COMPANY: text(company),
    CLOSING_DATE: date(period.cutoff),
    REAL_COA: text(account),
    BUSLINE_CODE: text(busline),
  };
}

export function addToBalance(
  scene: BreakScene,
  company: string,
  account: string,
  busline: string,
  amount: string,
): string {
  return updateRow(BALANCE_VIEW, balanceKey(scene, company, account, busline), {
    BALANCE_AT_DATE: `"BALANCE_AT_DATE" + ${amount}`,
  });
}

interface PlantedPosting {
  readonly company: string;
  readonly day: number;
  /** Local account, the same number as its group account. */
  readonly account: string;
  /** Hundredths, debit positive. */
  readonly amount: bigint;
  readonly description: string;
  readonly user?: string;
  readonly partner?: string;
  /** No two postings of a company share one; each takes two numbers. */
  readonly sequence: number;
}

function line(
  scene: BreakScene,
  posting: PlantedPosting,
  account: string,
  amount: bigint,
  sequence: number,
): string[] {
  const { company, day, description, user } = posting;
  const id_company = text(company);
  const number = (freeNumber('gl entry', day, scene.settings) - 1 - sequence).toString();
  const lcy = formatDecimal({ units: amount, scale: 2 });
  const partner = account === CONTRA ? '' : (posting.partner ?? '');
  return [
    copyRow(
      GL_ENTRIES,
      { id_company, 'Entry No_': scene.entry(company, 'loan').glNumber.toString() },
      {
        'Entry No_': number,
        'Document No_': text(`PLANTED-${day}-${Math.floor(sequence / 2)}`),
        'External Document No_': text(''),
        'Voucher No_': text(''),
        'Document Type': text(''),
        'Posting Date': date(day),
        'Document Date': date(day),
        'Chart of Accounts No_': text(account),
        'Document Description': text(description),
        Amount: lcy,
        'Busline Code': text(''),
        'Partner Code': text(partner),
        'Source Type': text(''),
        'Source No': text(''),
        'G_L Creation Date': date(day + 1),
        ...(user === undefined ? {} : { 'User ID': text(user) }),
      },
    ),
    insertRow(GL_DETAILS, [
      id_company,
      (FIRST_PLANTED_DETAIL + FIRST_POSTING + sequence).toString(),
      number,
      text(account),
      date(day),
      lcy,
    ]),
  ];
}

/** A posting in the general ledger with its other side and, when it is not later, its share of the closing balances. */
export function plantPosting(scene: BreakScene, posting: PlantedPosting): string[] {
  const { company, day, account, amount, sequence } = posting;
  const lines = [
    ...line(scene, posting, account, amount, 2 * sequence),
    ...line(scene, posting, CONTRA, -amount, 2 * sequence + 1),
  ];
  if (day > scene.period.cutoff) return lines;
  const lcy = formatDecimal({ units: amount, scale: 2 });
  const less = formatDecimal({ units: -amount, scale: 2 });
  return [
    ...lines,
    ...(posting.partner === undefined
      ? [addToBalance(scene, company, account, '', lcy)]
      : balanceOfPartner(scene, company, account, posting.partner, lcy)),
    addToBalance(scene, company, CONTRA, '', less),
  ];
}

/** The account's balance by partner: a new partner gets a line of its own. */
function balanceOfPartner(
  scene: BreakScene,
  company: string,
  account: string,
  partner: string,
  amount: string,
): string[] {
  const key = balanceKey(scene, company, account, '');
  if (partner === KNOWN_PARTNER) {
    return [
      updateRow(
        BALANCE_VIEW,
        { ...key, PARTNER_CODE: text(partner) },
        { BALANCE_AT_DATE: `"BALANCE_AT_DATE" + ${amount}` },
      ),
    ];
  }
  return [
    copyRow(
      BALANCE_VIEW,
      { ...key, PARTNER_CODE: text(KNOWN_PARTNER) },
      { PARTNER_CODE: text(partner), BALANCE_AT_DATE: amount },
    ),
  ];
}
