// Work on many things at once, but not on all of them. Pure.

const atOnce = 16;

/** What the work makes of each, in their order. Rejects like `eachOf`. */
export async function mapEach<T, R>(things: readonly T[], work: (thing: T) => Promise<R>): Promise<R[]> {
  const results: R[] = [];
  await eachOf([...things.entries()], async ([index, thing]) => {
    results[index] = await work(thing);
  });
  return results;
}

/** Does the work for each, a few at a time. Rejects with the first failure, when those under way have ended. */
export async function eachOf<T>(things: readonly T[], work: (thing: T) => Promise<void>): Promise<void> {
  let next = 0;
  const worker = async (): Promise<void> => {
    while (next < things.length) {
      const thing = things[next++] as T;
      await work(thing);
    }
  };
  const ended = await Promise.allSettled(Array.from({ length: Math.min(atOnce, things.length) }, worker));
  for (const end of ended) if (end.status === "rejected") throw end.reason;
}
