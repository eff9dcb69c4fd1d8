import { describe, expect, it } from 'vitest';
import { redactionConfig } from '../../../src/redaction/config.ts';
import { createSessionRedactions } from '../../../src/redaction/levels.ts';
import { createTranscript } from '../../../src/session/transcript.ts';
import type { SessionEvent, Sink } from '../../../src/sinks/sink.ts';

function listen(name: string, answer: () => void | Promise<void> = () => {}) {
  const events: SessionEvent[] = [];
  const sink: Sink = {
    name,
    write(event) {
      events.push(event);
      return answer();
    },
    close: async () => {},
  };
  const text = () =>
    events.flatMap((event) => (event.type === 'output' ? [Buffer.from(event.bytes).toString()] : [])).join('');
  return { sink, events, text };
}

const redactions = createSessionRedactions(redactionConfig.parse({ values: ['open sesame'] }));

function open(sinks: readonly Sink[], pty = false) {
  const failures: string[] = [];
  const transcript = createTranscript({
    sinks,
    pty,
    columns: pty ? 80 : null,
    redaction: redactions(),
    failed: (error, sink) => failures.push(`${sink.name}: ${(error as Error).message}`),
    active: () => {},
    printed: () => {},
    within: (wait) => wait,
  });
  return { transcript, failures };
}

describe('a transcript', () => {
  it('gives every sink the same masked bytes in the same order', () => {
    const [agent, recorder] = [listen('agent'), listen('recorder')];
    const { transcript } = open([agent.sink, recorder.sink], true);
    void transcript.output('stdout', Buffer.from('say open ses'));
    void transcript.output('stdout', Buffer.from('ame now '));
    void transcript.say('stderr', 'open sesame\n');
    transcript.note({ type: 'marker', label: 'mark open sesame' });
    expect(agent.text()).toMatch(/^say (‹known:[\w-]{6}›) now \1\r\n$/);
    expect(recorder.events).toEqual(agent.events);
    expect(recorder.events.at(-1)).toEqual({ type: 'marker', label: expect.stringMatching(/^mark ‹known:[\w-]{6}›$/) });
    expect(transcript.masks()).toEqual({ known: 1 });
    transcript.close();
  });

  it('asks to wait until the slowest sink has room', async () => {
    let free = () => {};
    const slow = listen('slow', () => new Promise<void>((resolve) => (free = resolve)));
    const { transcript } = open([listen('fast').sink, slow.sink]);
    const wait = transcript.output('stdout', Buffer.from('x\n'));
    let settled = false;
    void wait?.then(() => (settled = true));
    await new Promise((resolve) => setImmediate(resolve));
    expect(settled).toBe(false);
    free();
    await wait;
    expect(settled).toBe(true);
  });

  it('reports a sink that throws or rejects, and still serves the others', async () => {
    const other = listen('other');
    const broken = listen('broken', () => {
      throw new Error('full');
    });
    const rejecting = listen('rejecting', () => Promise.reject(new Error('gone')));
    const { transcript, failures } = open([broken.sink, rejecting.sink, other.sink]);
    await transcript.output('stdout', Buffer.from('x\n'));
    expect(failures).toEqual(['broken: full', 'rejecting: gone']);
    expect(other.text()).toBe('x\n');
  });

  it('counts what left per stream, from one statement to the next', () => {
    const { transcript } = open([listen('agent').sink]);
    void transcript.output('stdout', Buffer.from('before\n'));
    void transcript.flush();
    const tally = transcript.startTally();
    void transcript.output('stdout', Buffer.from('abc'));
    void transcript.output('stderr', Buffer.from('12'));
    void transcript.flush();
    expect(tally()).toEqual({
      masks: {},
      stdout: { bytes: 3, sha256: 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad' },
      stderr: { bytes: 2, sha256: '6b51d431df5d7f141cbececcf79edf3dd861c3b4069f0b11661a3eefacbba918' },
    });
  });

  it('begins a new line only where the last one was not ended', () => {
    const agent = listen('agent');
    const { transcript } = open([agent.sink], true);
    transcript.freshLine();
    void transcript.output('stdout', Buffer.from('no newline'));
    transcript.freshLine();
    transcript.freshLine();
    expect(agent.text()).toBe('no newline\r\n');
  });
});
