// A broker for one story: a real process, gone when the story ends, with terminals to type at it.
import { onTestFinished } from 'vitest';
import { type BrokerOptions, type BrokerProcess, spawnBrokerProcess } from './broker-process.ts';
import { sshArguments } from './ssh-client.ts';
import { openTerminal, type TerminalOptions, type TypedTerminal } from './terminal.ts';

export interface ShellOptions extends TerminalOptions {
  readonly login?: string;
  readonly identity?: string;
  /** More options for ssh, before the destination. */
  readonly ssh?: readonly string[];
}

export type TestBroker = BrokerProcess & {
  /** A person's terminal with `ssh -tt` in it. */
  shell(options?: ShellOptions): TypedTerminal;
};

export async function startBroker(options: BrokerOptions = {}): Promise<TestBroker> {
  const broker = await spawnBrokerProcess(options);
  onTestFinished(() => broker[Symbol.asyncDispose]());
  const shell = ({ login, identity = 'coder', ssh = [], ...terminal }: ShellOptions = {}) =>
    openTerminal('ssh', sshArguments({ ...broker.as(identity, login), options: ['-tt', ...ssh] }), terminal);
  // Not spread: its port and pid change with a restart.
  return Object.assign(broker, { shell });
}
