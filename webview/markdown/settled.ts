// Whether the block that a component stands in has its last text. What is costly waits for it.

import { createContext } from "react";

export const SettledContext = createContext(true);
