// Calls to a worker thread and their answers. A worker that fails or takes too long is ended; the next call has a new one.
import { type MessagePort, Worker } from 'node:worker_threads';

export interface WorkerCalls<Call, Answer> {
  /** One after the other. @param limit ms. @throws when the worker failed, or CallTimeout */
  call(call: Call, limit?: number): Promise<Answer>;
  close(): Promise<void>;
}

export class CallTimeout extends Error {}

type Reply = { readonly answer: unknown } | { readonly failed: string };

/** A worker without calls for this long ends; ms. */
const idle = 60_000;

export function createWorkerCalls<Call, Answer>(file: URL, workerData: unknown): WorkerCalls<Call, Answer> {
  let worker: Worker | null = null;
  let turn: Promise<unknown> = Promise.resolve();
  let closed = false;
  let idleTimer: NodeJS.Timeout | null = null;

  const end = async () => {
    const ending = worker;
    worker = null;
    await ending?.terminate();
  };

  const run = async (call: Call, limit: number | undefined): Promise<Answer> => {
    if (closed) throw new Error('it is closed');
    if (idleTimer !== null) clearTimeout(idleTimer);
    worker ??= new Worker(file, { workerData, execArgv: [] });
    try {
      return (await replyOf(worker, call, limit)) as Answer;
    } catch (error) {
      await end();
      throw error;
    } finally {
      idleTimer = setTimeout(end, idle).unref();
    }
  };

  return {
    call(call, limit) {
      const answer = turn.then(() => run(call, limit));
      turn = answer.catch(() => {});
      return answer;
    },
    async close() {
      closed = true;
      if (idleTimer !== null) clearTimeout(idleTimer);
      await end();
      await turn;
      if (idleTimer !== null) clearTimeout(idleTimer);
    },
  };
}

function replyOf(worker: Worker, call: unknown, limit: number | undefined): Promise<unknown> {
  const { promise, resolve, reject } = Promise.withResolvers<unknown>();
  const timer = limit === undefined ? null : setTimeout(() => reject(new CallTimeout()), limit);
  const onMessage = (reply: Reply) => ('failed' in reply ? reject(new Error(reply.failed)) : resolve(reply.answer));
  const onExit = () => reject(new Error('the worker ended'));
  worker.on('message', onMessage).on('error', reject).on('exit', onExit);
  try {
    worker.postMessage(call);
  } catch (error) {
    // Not thrown from here: a promise that nobody waits for would end the broker.
    reject(error);
  }
  return promise.finally(() => {
    if (timer !== null) clearTimeout(timer);
    worker.off('message', onMessage).off('error', reject).off('exit', onExit);
  });
}

/** The worker's side. */
export function answerCalls<Call>(port: MessagePort | null, answer: (call: Call) => unknown): void {
  port?.on('message', async (call: Call) => {
    let reply: Reply;
    try {
      reply = { answer: await answer(call) };
    } catch (error) {
      reply = { failed: error instanceof Error ? error.message : String(error) };
    }
    port.postMessage(reply);
  });
}
