import { describe, expect, it } from "vitest";
import type { ResultOf } from "../shared/protocol.ts";
import { ServerQueue } from "./serverQueue.ts";

type Page = ResultOf["thread/queue/list"];

function queueOf() {
  const asked: PromiseWithResolvers<Page>[] = [];
  const read: number[] = [];
  const log: string[] = [];
  const queue = new ServerQueue({
    list: () => {
      const answer = Promise.withResolvers<Page>();
      asked.push(answer);
      return answer.promise;
    },
    onRead: (_threadId, count) => void read.push(count),
    log: (line) => void log.push(line),
  });
  return { queue, asked, read, log };
}

const page = (count: number): Page => ({
  data: Array.from({ length: count }, (_, index) => ({
    id: `q-${index}`,
    input: [],
    clientUserMessageId: "",
    responsesapiClientMetadata: null,
  })),
  nextCursor: null,
});
const settled = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

describe("the server's queue", () => {
  it("is read once more when it changed while it was read, and never twice at a time", async () => {
    const { queue, asked, read } = queueOf();
    queue.changed("t");
    queue.changed("t");
    queue.changed("t");
    expect(asked).toHaveLength(1);
    asked[0]?.resolve(page(2));
    await settled();
    expect(asked).toHaveLength(2);
    asked[1]?.resolve(page(0));
    await settled();
    expect(read).toEqual([2, 0]);
  });

  it("is read again after a failure", async () => {
    const { queue, asked, read, log } = queueOf();
    queue.changed("t");
    asked[0]?.reject(new Error("gone"));
    await settled();
    expect(log).toHaveLength(1);
    queue.changed("t");
    asked[1]?.resolve(page(1));
    await settled();
    expect(read).toEqual([1]);
  });
});
