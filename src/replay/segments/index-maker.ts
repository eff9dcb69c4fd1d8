// Makes indexes one after the other, each in a worker thread of its own that ends with it.
import { Worker } from 'node:worker_threads';
import type { Log } from '../../core/log.ts';
import { longestWork, workerBeside } from '../../core/worker-threads.ts';
import type { IndexOrder, IndexReport } from './index-worker.ts';

export interface IndexMaker {
  /** Resolves when it is made or has failed, which is logged. A session that waits already is not queued again. */
  make(session: string, order: IndexOrder): Promise<boolean>;
  /** Stops what is being made of this session. */
  cancel(session: string): Promise<void>;
  close(): Promise<void>;
}

/** MB of heap: 200 MB recordings need about 60. */
const heap = 512;

export function createIndexMaker(log: Log): IndexMaker {
  const jobs = new Map<string, Promise<boolean>>();
  let running: { readonly session: string; readonly worker: Worker } | null = null;
  let turn: Promise<unknown> = Promise.resolve();
  let closed = false;

  const run = async (session: string, order: IndexOrder): Promise<boolean> => {
    if (closed || !jobs.has(session)) return false;
    const worker = new Worker(workerBeside(import.meta.url, 'index-worker'), {
      workerData: order,
      execArgv: [],
      resourceLimits: { maxOldGenerationSizeMb: heap },
    });
    running = { session, worker };
    const timer = setTimeout(() => void worker.terminate(), longestWork);
    const report = await reportOf(worker);
    clearTimeout(timer);
    running = null;
    if (report !== null && jobs.has(session) && !closed) {
      log.error({ session, why: report }, 'the index of a recording could not be made');
    }
    return report === null;
  };

  return {
    make(session, order) {
      const waiting = jobs.get(session);
      if (waiting !== undefined) return waiting;
      const job = turn
        .then(() => run(session, order))
        .catch((error: unknown) => {
          log.error({ session, err: error }, 'the index of a recording could not be made');
          return false;
        })
        .finally(() => jobs.delete(session));
      jobs.set(session, job);
      turn = job;
      return job;
    },
    async cancel(session) {
      const job = jobs.get(session);
      jobs.delete(session);
      if (running?.session === session) await running.worker.terminate();
      await job;
    },
    async close() {
      closed = true;
      await running?.worker.terminate();
      await turn;
    },
  };
}

function reportOf(worker: Worker): Promise<IndexReport> {
  return new Promise((resolve) => {
    worker.on('message', resolve);
    worker.on('error', (error) => resolve(error.message));
    worker.on('exit', () => resolve('it was stopped'));
  });
}
