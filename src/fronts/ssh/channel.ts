// One accepted session channel as the broker sees it: a Client.
import { Readable } from 'node:stream';
import type { ServerChannel } from 'ssh2';
import type { Terminal, TerminalSize } from '../../targets/target.ts';
import type { Client } from '../front.ts';
import type { Variables } from './environment.ts';
import { createOutput } from './output.ts';

/** Signals kept for a listener that comes late; more are dropped. */
const signalsKept = 16;

export interface Opening
  extends Pick<Client, 'identity' | 'proof' | 'connection' | 'address' | 'target' | 'request' | 'dismissed'> {
  readonly terminal: Terminal | null;
  readonly variables: Variables;
  readonly gone: AbortSignal;
  readonly room: () => void | Promise<void>;
}

export interface OpenedChannel {
  readonly client: Client;
  resize(size: TerminalSize): void;
  signal(name: string): void;
}

/** Takes the channel over within the same tick as accept(): paused, every stream with its error listener. */
export function openChannel(channel: ServerChannel, { variables, room, gone, ...opening }: Opening): OpenedChannel {
  // A client that vanishes makes both streams fail; `gone` says it all (without a listener the process would end).
  channel.on('error', () => undefined);
  channel.stderr.on('error', () => undefined);
  const output = createOutput(channel, gone, room);
  const resizes = createMailbox<TerminalSize>(1);
  const signals = createMailbox<string>(signalsKept);
  const input = createInput(channel, gone);
  const client: Client = {
    ...opening,
    ...variables,
    input,
    gone,
    write: output.write,
    onResize: resizes.listen,
    onSignal: signals.listen,
    async exit(ending) {
      await output.exit(ending);
      // ssh2 closes a channel only when it was read to its end: what still comes is read and dropped.
      input.destroy();
    },
    abandon() {
      input.destroy();
      channel.close();
    },
  };
  return { client, resize: resizes.post, signal: signals.post };
}

// Not the channel itself: destroying it would close the way out. A destroyed input is drained.
function createInput(channel: ServerChannel, gone: AbortSignal): Readable {
  const input = new Readable({
    read() {
      channel.resume();
    },
    destroy(error, done) {
      channel.resume();
      done(error);
    },
  });
  channel.pause();
  channel.on('data', (bytes: Buffer) => {
    if (!input.destroyed && !input.push(bytes)) channel.pause();
  });
  channel.on('end', () => {
    if (!input.destroyed) input.push(null);
  });
  gone.addEventListener('abort', () => input.destroy(), { once: true });
  return input;
}

/** Delivers to one listener; keeps the newest `kept` messages until there is one. */
function createMailbox<Message>(kept: number) {
  const early: Message[] = [];
  let deliver: ((message: Message) => void) | undefined;
  return {
    post(message: Message): void {
      if (deliver) {
        deliver(message);
        return;
      }
      early.push(message);
      if (early.length > kept) early.shift();
    },
    listen(listener: (message: Message) => void): void {
      deliver = listener;
      for (const message of early.splice(0)) listener(message);
    },
  };
}
