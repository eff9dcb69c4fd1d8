// One operator's full-screen console from its first frame to the restored primary screen.
import { setTimeout as delay } from 'node:timers/promises';
import { render } from 'ink';
import type { Terminal } from '../../../targets/target.ts';
import type { Client } from '../../front.ts';
import { sayGoodbye } from '../channel/farewell.ts';
import { ChannelInput, ChannelOutput } from '../channel/streams.ts';
import { createConsoleModel } from '../model/model.ts';
import type { ConsoleParts } from '../parts.ts';
import { App } from './app.tsx';
import { createSignals } from './signals.ts';

const beat = 250; // ms
const patience = 3000; // ms

/** A client this far behind does not read. Under incremental rendering no frame may be left out, so it has to go. */
const mostWaiting = 1024 * 1024; // bytes

export interface ScreenOptions {
  readonly client: Client;
  readonly terminal: Terminal;
  readonly parts: ConsoleParts;
  /** A session to watch at once. */
  readonly watch: string | null;
}

/** Resolves when the client was told its end. */
export async function runScreen({ client, terminal, parts, watch }: ScreenOptions): Promise<void> {
  const model = createConsoleModel({ parts, viewer: client.identity, size: terminal });
  const output = new ChannelOutput(client, terminal);
  // Destroyed while Ink still writes: what fails then is told by the status.
  output.on('error', () => undefined);
  const input = new ChannelInput();
  client.input.pipe(input);
  const signals = createSignals(output, terminal.type);
  const instance = render(<App model={model} />, {
    stdout: output as unknown as NodeJS.WriteStream,
    stderr: output as unknown as NodeJS.WriteStream,
    stdin: input as unknown as NodeJS.ReadStream,
    interactive: true,
    alternateScreen: true,
    incrementalRendering: true,
    patchConsole: false,
    exitOnCtrlC: true,
    maxFps: 30,
  });
  signals.follow(model);

  let status = 0;
  const tooLong = Promise.withResolvers<void>();
  const leave = (why: number) => {
    status = why;
    instance.unmount();
    // Ink waits for what it wrote last; a client that does not read would hold it up for ever.
    setTimeout(tooLong.resolve, patience).unref();
  };
  const timer = setInterval(() => {
    model.tick();
    if (output.writableLength <= mostWaiting) return;
    output.destroy();
    leave(70);
  }, beat);
  client.onResize((size) => {
    model.resize(size);
    output.resize(size);
  });
  client.input.once('end', () => leave(0));
  const over = AbortSignal.any([client.gone, parts.shutdown]);
  over.addEventListener('abort', () => leave(70), { once: true });
  if (over.aborted) leave(70);
  if (watch !== null) model.watch(watch);

  try {
    await Promise.race([instance.waitUntilExit(), tooLong.promise]);
  } catch (error) {
    parts.log.error({ err: error }, 'the screen of a console failed');
    status = 70;
  } finally {
    clearInterval(timer);
    model.close();
    signals.restore();
    const sent = new Promise<void>((resolve) => output.end(resolve));
    await Promise.race([sent, delay(patience, undefined, { ref: false })]);
    if (parts.shutdown.aborted) void client.write('stderr', Buffer.from('ostiary: the broker is shutting down\r\n'));
    await sayGoodbye(client, status, patience);
  }
}
