// The id of the entry that a text belongs to: names what can be unfolded inside it.

import { createContext } from "react";

export const EntryIdContext = createContext("");
