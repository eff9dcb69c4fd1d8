import { setImmediate as nextTurn } from 'node:timers/promises';
import { expect, it, onTestFinished } from 'vitest';
import { createWorkerCalls } from '../../../src/search/worker-calls.ts';

const echo = `import { parentPort } from 'node:worker_threads';
parentPort.on('message', (call) => parentPort.postMessage({ answer: call }));`;

it('fails a call that cannot be handed over, leaves no failure unheard, and answers the next one', async () => {
  const unheard: unknown[] = [];
  const hear = (reason: unknown) => void unheard.push(reason);
  process.on('unhandledRejection', hear);
  onTestFinished(() => void process.off('unhandledRejection', hear));
  const calls = createWorkerCalls<unknown, unknown>(new URL(`data:text/javascript,${encodeURIComponent(echo)}`), null);
  onTestFinished(calls.close);
  await expect(calls.call(Object)).rejects.toThrow(/could not be cloned/);
  expect(await calls.call('next')).toBe('next');
  await nextTurn();
  expect(unheard).toEqual([]);
});
