// What a person is told when what they wanted did not work, by intent. Fixed words: outside text never goes in here.

import type { Intent } from "../shared/bridge.ts";

export const failureWords: { [T in Intent["type"]]?: string } = {
  send: "Your message was not sent. It is still in the box below.",
  resend: "Your message was not sent. It is still in the box below.",
  sendAgain: "Your message was not sent.",
  queue: "Your message was not queued. It is still in the box below.",
  sendQueued: "The message was not sent. It waits on.",
  revert: "The thread did not go back.",
  fork: "The thread could not be forked.",
  continueHere: "The thread could not be opened here.",
  forkThread: "The thread could not be forked.",
  endCommand: "The command could not be ended. Restart the app-server to end it.",
  stop: "The turn could not be stopped. Restart the app-server to end it.",
  loadOlder: "Earlier turns could not be loaded.",
  openChange: "The change could not be opened.",
  openAskedChange: "The diff could not be opened.",
  openOutput: "The output could not be opened.",
  reviewChanges: "The changes could not be shown.",
  undoTurn: "The changes could not be undone.",
  showFindings: "The findings could not be shown.",
  showThread: "The agent’s thread could not be read.",
  openLink: "The link could not be opened.",
  insertCode: "The code was not inserted. Open a file and put the cursor where it belongs.",
  openCode: "The code could not be opened.",
  signOut: "Signing out did not work.",
  restartServer: "The app-server could not be restarted.",
  setMode: "The permission mode was not changed.",
};
