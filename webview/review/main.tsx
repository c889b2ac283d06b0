// The entry of the review pane: connects the host, mounts the pane into #root and asks for the changes.

import { createRoot } from "react-dom/client";
import "@vscode/codicons/dist/codicon.css";
import type { ReviewIntent, ReviewMessage } from "../../extension/shared/reviewBridge.ts";
import { hostOf } from "../host.ts";
import "../styles/base.css";
import "../styles/colours.css";
import "../styles/review.css";
import "../styles/reviewLines.css";
import { ReviewContext } from "./reviewContext.ts";
import { ReviewPane } from "./ReviewPane.tsx";
import { ReviewStore } from "./reviewStore.ts";

const types: Readonly<Record<ReviewMessage["type"], true>> = {
  changeSet: true,
  hunks: true,
  noHunks: true,
  deedsDone: true,
  failed: true,
  commentsFate: true,
};

const root = document.getElementById("root");
if (!root) throw new Error("the pane has no #root");
const host = hostOf<ReviewIntent, ReviewMessage>(new Set(Object.keys(types)));
const store = new ReviewStore(host, root.dataset["page"] ?? "");
host.onMessage((message) => store.receive(message));
window.addEventListener("pagehide", () => store.write());
createRoot(root).render(
  <ReviewContext value={store}>
    <ReviewPane />
  </ReviewContext>,
);
host.post({ type: "ready" });
