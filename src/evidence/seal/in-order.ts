/**
 * Runs `task` over the items, at most `concurrency` at a time, and yields the results in the items' order.
 * When one fails, or the consumer stops, the tasks already running are waited for before that shows.
 */
export async function* inOrder<Item, Result>(
  items: AsyncIterable<Item>,
  concurrency: number,
  task: (item: Item) => Promise<Result>,
): AsyncGenerator<Result> {
  const running: Promise<Result>[] = [];
  try {
    for await (const item of items) {
      const started = task(item);
      // It is awaited below, in its turn; until then a failure must not count as unhandled.
      started.catch(() => undefined);
      running.push(started);
      if (running.length >= concurrency) yield* running.splice(0, 1);
    }
    while (running.length > 0) yield* running.splice(0, 1);
  } finally {
    await Promise.allSettled(running);
  }
}
