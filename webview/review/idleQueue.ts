// Work that may wait until the page has nothing better to do, one piece after the other. Colours of code are such work:
// whoever scrolls on never pays for them.

const queue = new Set<() => void>();
let isAsked = false;

/** Runs the work when the page is idle; the function that comes back calls it off. */
export function whenIdle(work: () => void): () => void {
  queue.add(work);
  ask();
  return () => queue.delete(work);
}

function ask(): void {
  if (isAsked || queue.size === 0) return;
  isAsked = true;
  requestIdleCallback((deadline) => {
    isAsked = false;
    do {
      const [next] = queue;
      if (!next) return;
      queue.delete(next);
      next();
    } while (deadline.timeRemaining() > 8);
    ask();
  });
}
