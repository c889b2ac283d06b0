// The states of the review pane that a person can meet, by name, for pictures and for the tests that look at all.

import type { LineComment, ReviewMessage } from "../../extension/shared/reviewBridge.ts";
import type { ReviewOpenOptions, ReviewStage } from "../page/reviewStage.ts";
import { decidedSample, oddSample, reviewSample, turnSample, type ReviewSample } from "./reviewSamples.ts";

export interface ReviewGalleryState {
  readonly name: string;
  readonly sample: ReviewSample;
  readonly options?: ReviewOpenOptions;
  /** What is done before the picture. */
  readonly use?: (stage: ReviewStage) => Promise<void>;
}

export const sampleComment: LineComment = {
  id: "comment-1",
  path: "src/checkout.ts",
  hunkId: "src/checkout.ts 0",
  line: 53,
  side: "new",
  text: "Keep the 24 hours in config, not here.",
};

const conflict: ReviewMessage = {
  type: "deedsDone",
  deeds: [
    {
      path: "src/checkout.ts",
      outcome: "conflict",
      because: "you changed the same lines since (line 52 to 54).",
    },
  ],
};

const hostile = reviewSample([
  {
    path: "src/\u202egnp.exe.ts",
    oldPath: "src/<img src=x onerror=alert(1)>.ts",
    kind: "moved",
    diff: '@@ 1 1\n-if (user === "admin")\n+if (user === "admin\u202e \u2066// only\u2069 \u2066")\n+const pass\u200bword = "аdmin"\n <script>alert(1)</script>\n',
  },
]);

export const reviewStates: readonly ReviewGalleryState[] = [
  { name: "review-turn", sample: turnSample },
  { name: "review-side-by-side", sample: turnSample, options: { memory: { layout: "sideBySide" } } },
  {
    name: "review-comments",
    sample: turnSample,
    options: { memory: { comments: [sampleComment] } },
    use: async ({ page }) => {
      await page.getByRole("button", { name: "Comment on removed line 81" }).click();
      await page.getByRole("textbox", { name: /^Comment on removed line 81/ }).fill("Why in cents?");
    },
  },
  {
    name: "review-decided",
    sample: decidedSample,
    options: { undoneFiles: 1, isRunning: true },
  },
  {
    name: "review-conflict",
    sample: turnSample,
    use: async (stage) => {
      await stage.page.getByRole("button", { name: "Undo file src/checkout.ts" }).click();
      await stage.post(conflict);
    },
  },
  { name: "review-odd-files", sample: oddSample },
  { name: "review-hostile", sample: hostile },
  { name: "review-empty", sample: reviewSample([]) },
  {
    name: "review-problem",
    sample: reviewSample([], {
      problem: "No checkpoint was made before this turn: the folder was too large.",
    }),
  },
  {
    name: "review-keys",
    sample: turnSample,
    use: async ({ page }) => {
      await page.getByRole("button", { name: "Keyboard help" }).click();
    },
  },
];
