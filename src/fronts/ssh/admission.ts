// Limits that begin with TCP, before the first word of SSH: connections by address, strangers in all, the login clock.
import type { Socket } from 'node:net';
import { addressOf, networkOf } from '../../core/address.ts';
import type { Refusal } from '../front.ts';
import { createCounter, type SshLimits } from './limits.ts';

export interface Admitted {
  readonly socket: Socket;
  /** `127.0.0.1:50514` */
  readonly address: string;
  /** Its key is proved: it is no stranger any more, and its login clock stops. */
  proved(): void;
}

export interface Admission {
  /** Null when the socket was refused, and destroyed. */
  admit(socket: Socket): Admitted | null;
  find(address: string): Admitted | undefined;
  sockets(): Iterable<Socket>;
}

export function createAdmission(limits: SshLimits, refused: (refusal: Refusal) => void): Admission {
  const perAddress = createCounter(limits.connectionsPerAddress);
  const strangers = createCounter(limits.unauthenticated);
  const open = new Map<string, Admitted>();

  function admit(socket: Socket): Admitted | null {
    socket.on('error', () => undefined);
    const { remoteAddress, remotePort } = socket;
    const address = addressOf(remoteAddress ?? '', remotePort ?? 0);
    const refuse = (reason: string) => {
      refused({ reason, address });
      socket.destroy();
      return null;
    };
    if (remoteAddress === undefined || remotePort === undefined) return refuse('it had left before it was let in');
    const network = networkOf(address);
    if (!strangers.take('')) return refuse('too many connections wait to prove a key');
    if (!perAddress.take(network)) {
      strangers.release('');
      return refuse('too many connections from this address');
    }
    const timer = setTimeout(() => refuse('no key was proved in time'), limits.loginSeconds * 1000);
    let stranger = true;
    const proved = () => {
      if (stranger) strangers.release('');
      stranger = false;
      clearTimeout(timer);
    };
    socket.once('close', () => {
      proved();
      perAddress.release(network);
      open.delete(address);
    });
    const admitted = { socket, address, proved };
    open.set(address, admitted);
    return admitted;
  }

  return {
    admit,
    find: (address) => open.get(address),
    *sockets() {
      for (const { socket } of open.values()) yield socket;
    },
  };
}
