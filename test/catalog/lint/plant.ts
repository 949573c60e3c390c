/** A fault: in the extract, `from` becomes `to`, and the rule points at `at` inside it. */
export interface Fault {
  readonly rule: string;
  readonly fault: string;
  readonly from: string;
  readonly to: string;
  /** Where the finding must point; the start of `to` when it is not given. */
  readonly at?: string;
}

export const AMOUNT = 'CAST(ROUND(o."amount", 4) AS DECIMAL(19,4)) AS "amount"';
export const NAME = 'c."name" AS "name"';
export const SIDE = `CASE WHEN p.total > 0 THEN 'debit' ELSE 'other' END AS "side"`;
export const LAST = 'AND o."created at" >= :since_created\n';
export const COMPANY = 'o."company" AS "company",\n  o."order no"';
export const LOOK_UP =
  'LEFT JOIN {shop.customers} AS c ON c."company" = o."company" AND c."no" = o."customer"';

/** A further condition of the main SELECT. */
export function where(rule: string, fault: string, condition: string, at?: string): Fault {
  const written = { rule, fault, from: LAST, to: `${LAST}  AND ${condition}\n` };
  return { ...written, at: at ?? condition };
}

/** Another expression for the text output `side`. */
export function side(rule: string, fault: string, expression: string, at?: string): Fault {
  const to = `${expression} AS "side"`;
  return at === undefined ? { rule, fault, from: SIDE, to } : { rule, fault, from: SIDE, to, at };
}

/** The look-up joined once more, to what `relation` is, under the name `v`. */
export function joinedTo(relation: string, on: string): Pick<Fault, 'from' | 'to'> {
  return { from: LOOK_UP, to: `${LOOK_UP}\nJOIN ${relation} ON ${on}` };
}

/** Orders numbered over a window, joined where the condition about `v.place` holds. */
export function numbered(window: string, condition: string): Pick<Fault, 'from' | 'to'> {
  return joinedTo(
    `(SELECT k."order no" AS no, ROW_NUMBER() OVER (${window}) AS place FROM {shop.orders} AS k) AS v`,
    `v.no = o."order no" AND ${condition}`,
  );
}
