// One session channel (RFC 4254 §6) from its opening to its program: pty-req, env, then shell or exec.
import type { ServerChannel, Session } from 'ssh2';
import type { Terminal } from '../../targets/target.ts';
import { showSafely } from '../../terminal/safe-display.ts';
import type { Client } from '../front.ts';
import { type OpenedChannel, type Opening, openChannel } from './channel.ts';
import { createEnvironment } from './environment.ts';
import { signalNames } from './signals.ts';
import { readSize, readTerminal } from './terminal.ts';

export interface SessionOptions extends Omit<Opening, 'request' | 'terminal' | 'variables'> {
  readonly limits: { readonly environmentBytes: number; readonly environmentCount: number };
  readonly enter: (client: Client) => void;
  readonly refused: (reason: string) => void;
}

/** Sets up a session just accepted; what the client may ask for, and nothing else, has a listener. */
export function serveSession(session: Session, { limits, enter, refused, ...door }: SessionOptions): void {
  const environment = createEnvironment(limits);
  let terminal: Terminal | null = null;
  let opened: OpenedChannel | null = null;
  let excess = false;

  session.on('env', (accept, reject, info) => {
    const { key, val } = info as unknown as { key: string; val: string };
    if (opened) return reject?.();
    const verdict = environment.add(key, val);
    if (verdict === 'taken') return accept?.();
    if (verdict === 'excess' && !excess) {
      excess = true;
      refused('the environment is too large');
    }
    reject?.();
  });
  session.on('pty', (accept, reject, info) => {
    if (opened) return reject?.();
    terminal = readTerminal(info as typeof info & { term: unknown });
    accept?.();
  });
  session.on('window-change', (accept, reject, info) => {
    if (!terminal) return reject?.();
    terminal = { ...terminal, ...readSize(info, terminal) };
    opened?.resize({ cols: terminal.cols, rows: terminal.rows });
    accept?.();
  });
  session.on('signal', (accept, reject, { name }) => {
    if (opened && signalNames.has(name)) {
      opened.signal(name);
      return accept?.();
    }
    refused('a signal that RFC 4254 does not name, or that came before the program');
    reject?.();
  });

  // accept() in the same tick: bytes that come before it would be lost (facts D3). Nothing is decided yet.
  function start(channel: ServerChannel | undefined, request: Client['request']): OpenedChannel | null {
    if (!channel || door.gone.aborted) return null;
    opened = openChannel(channel, { ...door, request, terminal, variables: environment.read() });
    return opened;
  }
  session.on('shell', (accept) => {
    const started = start(accept(), { kind: 'shell' });
    if (started) enter(started.client);
  });
  session.on('exec', (accept, _reject, info) => {
    // Bytes as sent (facts D11), copied: ssh2 uses its buffer again.
    const command = new Uint8Array(info.command as unknown as Uint8Array);
    const started = start(accept(), { kind: 'exec', command });
    if (started) enter(started.client);
  });
  session.on('subsystem', (accept, _reject, { name }) => {
    // Accepted only to say why: a bare CHANNEL_FAILURE carries no text.
    refused(`the subsystem ${showSafely(name.slice(0, 64))} is not offered`);
    const started = start(accept(), { kind: 'shell' });
    if (!started) return;
    started.client.write('stderr', Buffer.from('ostiary: file transfer and other subsystems are not offered here\n'));
    void started.client.exit({ status: 77, signal: null });
  });
}
