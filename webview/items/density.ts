// How much of what the agent did stands open. `compact` folds what only looked and thought, `commands` shows a
// line for each, `everything` opens the outputs too. It knows no setting: whoever holds one provides it.

import { createContext, useContext } from "react";

export type Density = "compact" | "commands" | "everything";

export const DensityContext = createContext<Density>("commands");

export function useDensity(): Density {
  return useContext(DensityContext);
}
