import type { ItemFact } from '../model/item-facts.ts';
import { type BreakScene, pick } from './break-scene.ts';
import { text } from './statements.ts';

/** Key of an order item's row. */
export function itemRow({ company, id }: Pick<ItemFact, 'company' | 'id'>) {
  return { ID_COMPANY: text(company), COD_OMS_SALES_ORDER_ITEM: id.toString() };
}

/** Company and number, as findings name rows. */
export function keyOf({
  company,
  id,
}: {
  readonly company: string;
  readonly id: number;
}): readonly string[] {
  return [company, id.toString()];
}

/** The first known item of a company that is as wanted. */
export function knownItem(
  { known }: BreakScene,
  company: string,
  what: string,
  wanted: (item: ItemFact) => boolean,
): ItemFact {
  return pick(known(company).items, `item ${what}`, wanted);
}
