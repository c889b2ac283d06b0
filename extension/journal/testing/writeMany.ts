// A window of its own for tests: writes durable records into a journal and tells each one that is safe.
// node writeMany.ts FOLDER NAME COUNT [TEXT_LENGTH]

import { Journal } from "../journal.ts";

const [folder = "", name = "", count = "0", length = "10"] = process.argv.slice(2);
const log = (line: string): void => void process.stdout.write(`log ${line}\n`);
const journal = new Journal({ folder, log, now: Date.now });
for (let n = 0; n < Number(count); n++) {
  const what = `${name} ${n} ${"x".repeat(Number(length))}`;
  await journal.append({ type: "requestRefused", threadId: name, what }, { durable: true });
  process.stdout.write(journal.problem === null ? `safe ${n}\n` : `problem ${journal.problem}\n`);
}
await journal.dispose();
