// A clock that ticks once a second, only while somebody looks at something that runs.

import { useEffect, useState } from "react";

/** Unix time in milliseconds, fresh each second while `runs`. */
export function useNow(runs: boolean): number {
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    if (!runs) return;
    const timer = setInterval(() => setNow(Date.now()), 1000);
    return () => clearInterval(timer);
  }, [runs]);
  return now;
}
