// The folder of the thread, for links and paths in what it says. "" when no thread is open.

import { createContext } from "react";

export const CwdContext = createContext("");
