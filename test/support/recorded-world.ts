// Whole sessions without a door: a real store, the real recorder, and statements that are said to have run.
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import type { Clock } from '../../src/core/clock.ts';
import { newId } from '../../src/core/ids.ts';
import { createLog } from '../../src/core/log.ts';
import type { Decision } from '../../src/policy/policy.ts';
import { createRecorder, recordingPath } from '../../src/sinks/recorder.ts';
import type { SessionEvent } from '../../src/sinks/sink.ts';
import { openSqliteStore } from '../../src/store/sqlite.ts';
import { ourHeader } from './cast-header.ts';
import { closed, decided, finished, opened, started, submitted } from './story.ts';

export interface RecordedStatement {
  readonly text: string;
  /** What it printed; a number is a pause in µs. */
  readonly output?: readonly (string | Buffer | number)[];
  readonly decision?: Decision;
  readonly rules?: readonly string[];
  /** What a person said, where one was asked. */
  readonly verdict?: 'approved' | 'denied' | 'expired' | 'withheld';
}

export interface RecordedOptions {
  readonly identity?: string;
  readonly target?: string;
  readonly pty?: boolean;
  /** False: it goes on. */
  readonly close?: boolean;
}

/** A folder with a store and a recordings folder, gone after the test. */
export function openWorld() {
  const folder = mkdtempSync(join(tmpdir(), 'ostiary-world-'));
  const recordings = join(folder, 'recordings');
  mkdirSync(recordings);
  let now = Date.parse('2026-11-20T10:00:00.000Z') * 1000;
  const clock: Clock = { now: () => new Date(Math.floor(now / 1000)).toISOString(), micros: () => now };
  const pass = (micros: number) => {
    now += micros;
  };
  const store = openSqliteStore({ file: join(folder, 'ostiary.db'), clock });
  onTestFinished(() => {
    store.close();
    rmSync(folder, { recursive: true, force: true });
  });

  async function record(statements: readonly RecordedStatement[], options: RecordedOptions = {}) {
    const { identity = 'coder', target = 'local', pty = true, close = true } = options;
    const session = newId('ses');
    const subject = { session, identity, target };
    const path = recordingPath(session, clock.now());
    const file = join(recordings, path);
    const header = { ...ourHeader, ostiary: { ...ourHeader.ostiary!, session, identity, target, pty } };
    const recorder = await createRecorder({ file, header, clock });
    const write = async (event: SessionEvent) => {
      await recorder.write(event);
    };
    const say = (text: string | Buffer) =>
      write({ type: 'output', stream: 'stdout', bytes: Buffer.from(text as string) });
    const first = opened(session, identity) as Extract<ReturnType<typeof opened>, { type: 'opened' }>;
    await store.append({ ...first, ...subject, data: { ...first.data, recording: path } });

    const requests: string[] = [];
    const began: number[] = [];
    const start = now;
    for (const [index, statement] of statements.entries()) {
      const { text, output = [], decision = 'allow', rules = ['default:run'], verdict } = statement;
      const request = newId('req');
      const sequence = index + 1;
      requests.push(request);
      await say(`$ ${text}\r\n`);
      pass(1000);
      began.push((now - start) / 1_000_000);
      await write({ type: 'marker', label: `#${sequence} ${text.slice(0, 200)} [${request}]` });
      const ruling = decided(session, request, sequence, 'allow') as Extract<
        ReturnType<typeof decided>,
        { type: 'decided' }
      >;
      await store.append({ ...submitted(session, request, sequence, text), ...subject, request } as never, {
        ...ruling,
        ...subject,
        request,
        data: { ...ruling.data, decision, rules: [...rules] },
      });
      if (verdict === 'withheld') {
        const data = { by: 'lock', say: 'locked by maria' } as const;
        await store.append({ type: 'withheld', ...subject, request, data });
      } else if (verdict === 'expired')
        await store.append(...asked(subject, request, sequence), {
          type: 'expired',
          ...subject,
          request,
          data: { seconds: 60 },
        });
      else if (verdict !== undefined) {
        const data = { by: 'maria', owner: 'maria', note: null, displayed: '', together: 1 };
        await store.append(...asked(subject, request, sequence), { type: verdict, ...subject, request, data });
      }
      if (decision === 'deny' || (verdict !== undefined && verdict !== 'approved')) continue;
      const position = await recorder.sync();
      await store.append({
        ...started(session, request, sequence),
        ...subject,
        request,
        data: { sequence, cwd: '/', ...position },
      } as never);
      for (const piece of output) {
        if (typeof piece === 'number') pass(piece);
        else await say(piece);
      }
      pass(1000);
      const end = await recorder.sync();
      const last = finished(session, request, sequence, 0) as Extract<
        ReturnType<typeof finished>,
        { type: 'finished' }
      >;
      await store.append({ ...last, ...subject, request, data: { ...last.data, ...end } });
    }
    if (close) {
      await write({ type: 'exit', status: 0 });
      await recorder.sync();
      await recorder.close();
      await store.append({ ...closed(session, 0), ...subject } as never);
    } else onTestFinished(() => recorder.close());
    return { session, file, requests, began, recorder };
  }

  return { folder, recordings, state: folder, store, clock, pass, record, log: createLog('silent') };
}

type Subject = { readonly session: string; readonly identity: string; readonly target: string };

function asked(subject: Subject, request: string, sequence: number) {
  const data = {
    sequence,
    run: 'run_1',
    rules: [],
    say: '',
    policy: null,
    reason: null,
    ttl: 60_000,
    highRisk: false,
    displayed: '',
    stdin: { kind: 'none' as const },
    files: [],
  };
  return [{ type: 'asked' as const, ...subject, request, data }];
}
