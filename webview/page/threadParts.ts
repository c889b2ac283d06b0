// What shows a thread, asks about it and tells of it, with the reading of markdown and every item: a chunk of its
// own, because a page without a thread needs none of it and its first paint comes sooner.

export { Approvals } from "../approvals/Approvals.tsx";
export { Transcript } from "../transcript/Transcript.tsx";
export { announcementsOf } from "./announce.ts";
