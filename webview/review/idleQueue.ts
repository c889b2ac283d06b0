// Work that may wait until the page has nothing better to do, one piece after the other, and never while one scrolls:
// a late frame is seen at once, a late colour is not. Colours of code are such work.

const queue = new Set<() => void>();
let isAsked = false;
let scrolledAtMs = Number.NEGATIVE_INFINITY;

/** So long after the last scrolling it counts as over. */
const restMs = 120;

document.addEventListener("scroll", () => (scrolledAtMs = performance.now()), {
  capture: true,
  passive: true,
});

/** Runs the work when the page is idle; the function that comes back calls it off. */
export function whenIdle(work: () => void): () => void {
  queue.add(work);
  ask();
  return () => queue.delete(work);
}

function ask(): void {
  if (isAsked || queue.size === 0) return;
  isAsked = true;
  const restsInMs = scrolledAtMs + restMs - performance.now();
  if (restsInMs > 0) setTimeout(askAgain, restsInMs);
  else requestIdleCallback(workOff);
}

function askAgain(): void {
  isAsked = false;
  ask();
}

function workOff(deadline: IdleDeadline): void {
  isAsked = false;
  do {
    const [next] = queue;
    if (!next || performance.now() - scrolledAtMs < restMs) break;
    queue.delete(next);
    next();
  } while (deadline.timeRemaining() > 8);
  ask();
}
