// The two streams Ink draws on and reads from, over one SSH channel. The client's terminal is raw and no line
// discipline is between, so line ends are ours to make whole.
import { PassThrough, Writable } from 'node:stream';
import type { Terminal, TerminalSize } from '../../../targets/target.ts';
import type { Client } from '../../front.ts';

export class ChannelOutput extends Writable {
  readonly isTTY = true;
  columns: number;
  rows: number;
  readonly #client: Client;
  readonly #colour: boolean;

  constructor(client: Client, { cols, rows, type }: Terminal) {
    super({ decodeStrings: false });
    this.#client = client;
    this.#colour = type !== 'dumb';
    this.columns = cols;
    this.rows = rows;
    // Each console on one connection listens for itself, and so does each component (facts §2).
    this.setMaxListeners(0);
  }

  getColorDepth(): number {
    return this.#colour ? 4 : 1;
  }

  hasColors(count = 16): boolean {
    return this.#colour && count <= 16;
  }

  getWindowSize(): [number, number] {
    return [this.columns, this.rows];
  }

  resize({ cols, rows }: TerminalSize): void {
    this.columns = Math.max(1, cols);
    this.rows = Math.max(1, rows);
    this.emit('resize');
  }

  override _write(chunk: string | Buffer, _encoding: BufferEncoding, done: () => void): void {
    const lines = String(chunk).replace(/\r?\n/g, '\r\n');
    const text = this.#colour ? lines : lines.replace(/\x1b\[[\d;]*m/g, '');
    const wait = this.#client.write('stdout', Buffer.from(text));
    if (wait === undefined) done();
    else void wait.then(done);
  }
}

/** What Ink wants of a terminal's input; the mode of the client's terminal is the client's own. */
export class ChannelInput extends PassThrough {
  readonly isTTY = true;

  setRawMode(): this {
    return this;
  }

  ref(): this {
    return this;
  }

  unref(): this {
    return this;
  }
}
