import { PassThrough } from 'node:stream';
import { expect, it } from 'vitest';
import type { StreamRedactor } from '../../../src/redaction/redaction.ts';
import { createInputRouter } from '../../../src/session/input.ts';
import type { StatementSource } from '../../../src/session/sources/source.ts';
import type { Executor } from '../../../src/targets/target.ts';

const nothing = new Uint8Array(0);
const turn = () => new Promise((resolve) => setImmediate(resolve));

/** A router at a terminal, whose echo is told when the test says so. */
function openRouter() {
  const input = new PassThrough();
  const [given, typed, recorded]: [string[], string[], string[]] = [[], [], []];
  const take = (list: string[]) => (bytes: Uint8Array) => void list.push(Buffer.from(bytes).toString());
  const answers: (() => void)[] = [];
  const executor = {
    write: take(given),
    endInput: () => {},
    echoes: () => new Promise<boolean>((resolve) => void answers.push(() => resolve(true))),
  } as unknown as Executor;
  const source = {
    inputWhileRunning: 'program',
    gathers: false,
    feed: take(typed),
    takeTyped: () => nothing,
    end: () => {},
  } as unknown as StatementSource;
  const router = createInputRouter({
    input,
    source,
    pty: true,
    record: take(recorded),
    detector: () => null as unknown as StreamRedactor,
    active: () => {},
  });
  router.open();
  const type = async (text: string) => {
    input.write(text);
    await turn();
  };
  const answer = async () => {
    answers.shift()?.();
    await turn();
  };
  return { router, executor, type, answer, given, typed, recorded };
}

it('gives what was underway when a program ended to the source, and to no other program', async () => {
  const { router, executor, type, answer, given, typed, recorded } = openRouter();
  router.toProgram(executor, 'echoed', null);
  await type('one');
  await answer();
  await type('two');
  const stdin = router.toSource(nothing);
  router.toProgram(executor, 'echoed', null);
  await answer();
  await type('three');
  await answer();
  expect(given).toEqual(['one', 'three']);
  expect(recorded).toEqual(given);
  expect(typed).toEqual(['two']);
  expect(stdin).toEqual({ bytes: 3, sha256: null });
});
