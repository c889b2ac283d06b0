// Every state that a person can meet, by name: items, notes, cards and the honest states. One list for the
// pictures and for the tests that look at all of them.

import { agentStates } from "./agentStates.ts";
import { askStates } from "./askStates.ts";
import { cardStates } from "./cardStates.ts";
import { controlStates } from "./controlStates.ts";
import { everyItem } from "./everyItem.ts";
import type { GalleryState } from "./galleryState.ts";
import { guardStates } from "./guardStates.ts";
import { honestStates } from "./honestStates.ts";
import { itemStates } from "./itemStates.ts";
import { messageStates } from "./messageStates.ts";
import { modeStates } from "./modeStates.ts";
import { keptStates } from "./keptStates.ts";
import { queueStates } from "./queueStates.ts";
import { threadStates } from "./threadStates.ts";

export const galleryStates: readonly GalleryState[] = [
  ...threadStates,
  ...itemStates,
  ...everyItem,
  ...agentStates,
  ...controlStates,
  ...cardStates,
  ...guardStates,
  ...askStates,
  ...honestStates,
  ...modeStates,
  ...messageStates,
  ...keptStates,
  ...queueStates,
];
