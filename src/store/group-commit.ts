// Group commit: calls that arrive in one turn of the event loop share one transaction, and so one wait for the disk.

interface Waiting<Call, Result> {
  readonly call: Call;
  readonly resolve: (result: Result) => void;
  readonly reject: (error: unknown) => void;
}

export interface GroupCommit<Call, Result> {
  /** Settles after the commit that holds the call. */
  add(call: Call): Promise<Result>;
  /** Commits what is queued now. */
  flush(): void;
}

/**
 * `commit` makes all calls durable or none, and throws in the second case. When a group fails its calls are tried
 * one by one, so that a call only ever fails by its own fault.
 */
export function createGroupCommit<Call, Result>(
  commit: (calls: readonly Call[]) => readonly Result[],
): GroupCommit<Call, Result> {
  let queue: Waiting<Call, Result>[] = [];

  function settle(group: readonly Waiting<Call, Result>[]): void {
    try {
      const results = commit(group.map(({ call }) => call));
      group.forEach(({ resolve }, index) => {
        resolve(results[index] as Result);
      });
    } catch (error) {
      if (group.length === 1) group[0]?.reject(error);
      else for (const one of group) settle([one]);
    }
  }

  function flush(): void {
    const group = queue;
    queue = [];
    if (group.length > 0) settle(group);
  }

  return {
    flush,
    add: (call) =>
      new Promise((resolve, reject) => {
        if (queue.push({ call, resolve, reject }) === 1) setImmediate(flush);
      }),
  };
}
