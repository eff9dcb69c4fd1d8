// A client that can misbehave: ssh2's client (patched, like the server) with a way to send any SSH payload.
import { readFileSync } from 'node:fs';
import ssh2, { type Client, type ClientChannel, type ConnectConfig, type PseudoTtyOptions } from 'ssh2';
import type { SshKey } from './ssh-client.ts';

export interface OddClient extends AsyncDisposable {
  readonly connection: Client;
  exec(command: string, pty?: PseudoTtyOptions): Promise<ClientChannel>;
  /** Opens a session channel and starts nothing in it; rejects with the door's description. */
  openSession(packetSize?: number): Promise<ClientChannel>;
  /** Sends a channel request (RFC 4254 §5.4) that wants a reply. */
  request(channel: ClientChannel, type: string, data?: Buffer): Promise<'success' | 'failure'>;
  /** Sends one payload (RFC 4253 §6), whatever it says. */
  send(payload: Buffer): void;
  /** Sends CHANNEL_DATA without asking the window. */
  push(channel: ClientChannel, bytes: Buffer): void;
}

interface Internals {
  readonly _protocol: {
    readonly _packetRW: {
      readonly write: { readonly allocStart: number; alloc(size: number): Buffer; finalize(packet: Buffer): Buffer };
    };
    readonly _cipher: { encrypt(packet: Buffer): void };
  };
  readonly _chanMgr: { add(listener: unknown): number };
}
type ChannelInternals = ClientChannel & {
  readonly outgoing: { readonly id: number };
  readonly _callbacks: ((failed: boolean) => void)[];
};

export async function connectOddClient(
  at: { port: number; key: SshKey },
  settings: Pick<ConnectConfig, 'keepaliveInterval' | 'keepaliveCountMax'> = {},
): Promise<OddClient> {
  const connection = new ssh2.Client();
  await new Promise<void>((resolve, reject) => {
    connection.on('ready', () => resolve());
    connection.on('error', reject);
    connection.connect({
      host: '127.0.0.1',
      port: at.port,
      username: 'local',
      privateKey: readFileSync(at.key.file),
      ...settings,
    });
  });
  connection.on('error', () => undefined);
  const closed = new Promise<void>((resolve) => connection.on('close', () => resolve()));
  const { _protocol: protocol, _chanMgr: channels } = connection as unknown as Internals;

  function send(payload: Buffer): void {
    const { write } = protocol._packetRW;
    const start = write.allocStart;
    const packet = write.alloc(payload.length);
    packet.set(payload, start);
    protocol._cipher.encrypt(write.finalize(packet));
  }

  return {
    connection,
    send,
    exec: (command, pty) =>
      new Promise((resolve, reject) =>
        connection.exec(command, pty ? { pty } : {}, (error, channel) => (error ? reject(error) : resolve(channel))),
      ),
    openSession: (packetSize = 32 * 1024) =>
      new Promise((resolve, reject) => {
        const done = (error: Error | undefined, channel: ClientChannel): void =>
          error ? reject(error) : resolve(channel);
        const id = channels.add(Object.assign(done, { type: 'session' }));
        send(Buffer.concat([Buffer.from([90]), string('session'), uint32(id), uint32(2 ** 21), uint32(packetSize)]));
      }),
    request(channel, type, data = Buffer.alloc(0)) {
      const { outgoing, _callbacks: callbacks } = channel as ChannelInternals;
      return new Promise((resolve) => {
        callbacks.push((failed) => resolve(failed ? 'failure' : 'success'));
        send(Buffer.concat([Buffer.from([98]), uint32(outgoing.id), string(type), Buffer.from([1]), data]));
      });
    },
    push(channel, bytes) {
      const { outgoing } = channel as ChannelInternals;
      send(Buffer.concat([Buffer.from([94]), uint32(outgoing.id), uint32(bytes.length), bytes]));
    },
    async [Symbol.asyncDispose]() {
      connection.destroy();
      await closed;
    },
  };
}

export function uint32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(value);
  return bytes;
}

/** RFC 4251 §5 `string`. */
export function string(text: string | Buffer): Buffer {
  const bytes = Buffer.from(text);
  return Buffer.concat([uint32(bytes.length), bytes]);
}
