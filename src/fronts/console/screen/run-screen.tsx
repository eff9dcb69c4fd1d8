// One operator's full-screen console from its first frame to the restored primary screen.
import { render } from 'ink';
import type { Terminal } from '../../../targets/target.ts';
import type { Client } from '../../front.ts';
import { ChannelInput, ChannelOutput } from '../channel/streams.ts';
import { createConsoleModel } from '../model/model.ts';
import type { ConsoleParts } from '../parts.ts';
import { App } from './app.tsx';
import { createSignals } from './signals.ts';

const beat = 250; // ms

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
  let status = 0;
  const leave = (why: number) => {
    status = why;
    instance.unmount();
  };
  const output = new ChannelOutput(client, terminal, () => leave(70));
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
  const timer = setInterval(model.tick, beat);
  client.onResize((size) => {
    model.resize(size);
    output.resize(size);
  });
  client.input.once('end', () => leave(0));
  const gone = () => leave(status);
  const shutdown = () => leave(70);
  client.gone.addEventListener('abort', gone, { once: true });
  parts.shutdown.addEventListener('abort', shutdown, { once: true });
  if (watch !== null) model.watch(watch);

  try {
    await instance.waitUntilExit();
  } finally {
    clearInterval(timer);
    parts.shutdown.removeEventListener('abort', shutdown);
    model.close();
    signals.restore();
    await new Promise<void>((resolve) => output.end(resolve));
    await client.exit({ status, signal: null });
  }
}
