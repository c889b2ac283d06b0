// The part of the server that those who call it need: wait until it is there, and call. The supervisor has it; tests
// hand in their own.

import type { CallMethod, ParamsOf, ResultOf } from "../shared/protocol.ts";

export interface Server {
  /** Resolves when calls can be made; rejects with ServerGone when none is to be expected. */
  ready(): Promise<Calls>;
}

export interface Calls {
  call<M extends CallMethod>(
    method: M,
    params: ParamsOf<M>,
    options?: { deadlineMs?: number },
  ): Promise<ResultOf[M]>;
}
