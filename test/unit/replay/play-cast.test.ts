import { PassThrough, Writable } from 'node:stream';
import { describe, expect, it } from 'vitest';
import type { CastHeader, TimedEvent } from '../../../src/asciicast/cast.ts';
import { type PlayOptions, playCast } from '../../../src/replay/play-cast.ts';
import type { Cast } from '../../../src/replay/read-cast.ts';
import { ourHeader } from '../../support/cast-header.ts';

const hour = 3_600_000_000; // µs: nothing of this plays by waiting
const reset = '\u001b[0m';
const cleared = `${reset}\u001b[H\u001b[2J`;

function castOf(events: readonly TimedEvent[], header: CastHeader = ourHeader): Cast {
  return {
    header,
    events: async function* () {
      yield* events;
    },
  };
}

function output(micros: number, text: string | Uint8Array): TimedEvent {
  return { micros, event: { type: 'output', stream: 'stdout', bytes: Buffer.from(text as string) } };
}

function marker(micros: number, label: string): TimedEvent {
  return { micros, event: { type: 'marker', label } };
}

const slow = castOf([
  output(0, 'a'),
  marker(1 * hour, 'one'),
  output(1 * hour, 'b'),
  marker(2 * hour, 'two'),
  output(2 * hour, 'c'),
  output(2 * hour + 3_000_000, 'd'),
]);

function collect() {
  let text = '';
  const stream = new Writable({
    write(chunk, _encoding, done) {
      text += String(chunk);
      done();
    },
  });
  return { stream, text: () => text };
}

async function play(cast: Cast, keys: string, more: Partial<PlayOptions> = {}): Promise<string> {
  const { stream, text } = collect();
  const input = new PassThrough();
  input.write(keys);
  await playCast(cast, {
    speed: 1,
    idleLimit: Number.POSITIVE_INFINITY,
    from: 0,
    fromMarker: null,
    input,
    output: stream,
    signal: new AbortController().signal,
    ...more,
  });
  return text();
}

describe('the player', () => {
  it('plays to the end and leaves the terminal clean', async () => {
    expect(await play(castOf([output(0, 'x'), output(1000, 'y')]), '')).toBe(`xy${reset}`);
  });

  it('waits as long as recorded, divided by the speed, and no gap longer than the idle limit', async () => {
    const start = performance.now();
    expect(await play(castOf([output(0, 'x'), output(400_000, 'y')]), '')).toContain('xy');
    expect(performance.now() - start).toBeGreaterThan(390);
    expect(await play(slow, '', { speed: 1e6 })).toBe(`abcd${reset}`);
    expect(await play(slow, '', { idleLimit: 0.01 })).toBe(`abcd${reset}`);
  });

  it('jumps from marker to marker and back', async () => {
    expect(await play(slow, ']q')).toBe(`a${reset}`);
    expect(await play(slow, ' ]]..q')).toBe(`abcd${reset}`);
    expect(await play(slow, ' ]][.q')).toBe(`ab${cleared}ab${reset}`);
    expect(await play(slow, ' ][.q')).toBe(`a${cleared}a${reset}`);
  });

  it('waits at the end when there is no further marker', async () => {
    expect(await play(slow, ']]]q')).toBe(`abcd${reset}`);
  });

  it('jumps five seconds with the arrows', async () => {
    expect(await play(slow, ' ]]..\u001b[Dq')).toBe(`abcd${cleared}ab${reset}`);
    expect(await play(slow, ' ]]\u001b[C\u001bOCq')).toBe(`abcd${reset}`);
  });

  it('starts at a time or after a marker', async () => {
    expect(await play(slow, 'q', { from: 3600 })).toBe(`ab${reset}`);
    const late = castOf([output(0, 'a'), marker(hour, 'one'), output(2 * hour, 'b'), output(3 * hour, 'c')]);
    expect(await play(late, '.q', { fromMarker: 1 })).toBe(`ab${reset}`);
    await expect(play(slow, '', { fromMarker: 3 })).rejects.toMatchObject({ code: 'MARKER_MISSING' });
  });

  it('draws on a jump only what is on the screen after the last clear', async () => {
    const long = [output(0, 'old'), output(1, '\u001b[H\u001b[2Jnew'), marker(hour, 'here'), output(2 * hour, 'later')];
    expect(await play(castOf(long), ' ]q', { from: 0 })).not.toContain('later');
    expect(await play(castOf(long), 'q', { from: 1 })).toBe(`\u001b[H\u001b[2Jnew${reset}`);
  });

  it('quits on ctrl-C, on q and when it is told to, and restores the terminal each time', async () => {
    const dirty = castOf([output(0, '\u001b[?1049h\u001b[?25l\u001b[7m'), output(hour, 'never')]);
    const undone = '\u001b[?1049l\u001b[?25h\u001b[0m';
    expect(await play(dirty, '\u0003')).not.toContain('never');
    expect((await play(dirty, ' .q', { from: 1 })).endsWith(`never${undone}`)).toBe(true);
    const signal = AbortSignal.timeout(50);
    expect((await play(dirty, '', { signal, input: null })).endsWith(undone)).toBe(true);
  });

  it('restores the terminal when the recording turns out to be broken', async () => {
    const broken: Cast = {
      header: ourHeader,
      events: async function* () {
        yield output(0, '\u001b[?25l');
        throw new Error('line 3');
      },
    };
    const { stream, text } = collect();
    const options = { speed: 1, idleLimit: 1, from: 0, fromMarker: null, input: null, output: stream };
    await expect(playCast(broken, { ...options, signal: new AbortController().signal })).rejects.toThrow('line 3');
    expect(text()).toBe(`\u001b[?25l\u001b[?25h${reset}`);
  });

  it('lets nothing of hostile output through', async () => {
    const hostile = '\u001b]52;c;ZXZpbA==\u0007\u001b[6n\u001bP+q544e\u001b\\\u001b]0;t\u0007\u001b[?1000hok';
    expect(await play(castOf([output(0, hostile)]), '')).toBe(`ok${reset}`);
  });

  it('adds the returns that a session without a terminal did not have', async () => {
    const piped = { ...ourHeader, ostiary: { ...ourHeader.ostiary!, pty: false } };
    expect(await play(castOf([output(0, 'a\nb\r'), output(1, '\nc\n')], piped), '')).toBe(`a\r\nb\r\nc\r\n${reset}`);
    expect(await play(castOf([output(0, 'a\nb\r'), output(1, '\nc\n')]), '')).toBe(`a\nb\r\nc\n${reset}`);
  });
});
