import { type CollectionBook, postCollection, postProviderPayment } from './collection.ts';
import type { FactBatch } from './facts.ts';
import { postItem } from './item-postings.ts';
import type { Journal } from './journal.ts';
import type { OrderStory } from './orders.ts';
import type { Random } from './random.ts';
import { postSellerCenter, type SellerCenterBook } from './seller-center.ts';

/** What an order is recorded in. */
export interface OrderRecords {
  readonly journal: Journal;
  readonly sellers: SellerCenterBook;
  readonly collection: CollectionBook;
}

/** What one order and its items leave in every system. */
export function recordOrder(
  books: OrderRecords,
  batch: FactBatch,
  { order, items, pack }: OrderStory,
  random: Random,
): void {
  batch.orders.push(order);
  for (const item of items) {
    batch.items.push(item);
    if (item.refunded !== null && item.delivered !== null && item.returned === null) {
      const type = random.pick(['keep-item refund', 'lost', 'partial'] as const);
      batch.keptItems.push({ company: item.company, item: item.id, type });
    }
    postItem(books.journal, item, pack);
    if (item.marketplace && item.delivered !== null) {
      postSellerCenter(books.sellers, batch, item, random);
    }
    if (item.prepaid) postProviderPayment(books.collection, batch, item);
  }
  if (pack === null) return;
  if (pack.cashRec !== null) batch.cashRecs.push(pack.cashRec);
  postCollection(books.collection, batch, pack);
}
