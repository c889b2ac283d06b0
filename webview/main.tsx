// The page's entry: connects the host, mounts the page into #root and asks for the state. Everything else is
// elsewhere.

import { createRoot } from "react-dom/client";
import "@vscode/codicons/dist/codicon.css";
import { connectHost } from "./host.ts";
import { Memory } from "./memory.ts";
import { PageContext } from "./pageContext.ts";
import { PageView } from "./page/PageView.tsx";
import { Spoken } from "./page/spoken.ts";
import { loadThreadParts } from "./page/useThreadParts.ts";
import { PictureShelf } from "./pictures/PictureShelf.ts";
import { afterFirstDrawing, createStore } from "./store.ts";
import "./styles/base.css";
import "./styles/page.css";
import "./styles/items.css";
import "./styles/markdown.css";
import "./styles/colours.css";
import "./styles/diff.css";
import "./styles/approval.css";
import "./styles/choices.css";
import "./styles/fields.css";
import "./styles/composer.css";
import "./styles/menu.css";
import { registerElements } from "./ui/elements.ts";

const host = connectHost();
const store = createStore(host.post, (callback) => void requestAnimationFrame(callback));
const pictures = new PictureShelf(host.post);
const root = document.getElementById("root");
if (!root) throw new Error("the page has no #root");
const memory = new Memory(host, root.dataset["page"] ?? "");
const page = { store, memory, pictures, spoken: new Spoken(), post: host.post };

// A fault is shown where a thread would stand.
if (root.dataset["thread"] !== undefined) void loadThreadParts();
host.onMessage((message) => {
  if (message.type === "picture") return pictures.receive(message);
  // Another thread may have come, or the host anew: what it was asked before is asked again.
  if (message.type === "snapshot") pictures.clear();
  store.receive(message);
});
createRoot(root).render(
  <PageContext value={page}>
    <PageView />
  </PageContext>,
);
host.post({ type: "ready" });
afterFirstDrawing(store, () => {
  registerElements().catch(reportError);
  // A fault is shown where a thread would stand.
  void loadThreadParts();
});
