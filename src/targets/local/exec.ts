// Exec mode: the whole string is one statement, run by a shell of its own; the client's input goes to it.
import { faults } from '../../core/errors.ts';
import type { Executor, TerminalSize } from '../target.ts';
import { privilegesOf } from './account.ts';
import { createInputGate } from './input-gate.ts';
import { launch } from './launch.ts';
import { endProcesses } from './process-tree.ts';
import { type Process, readProcess } from './processes.ts';
import { type Setting, unavailable } from './setting.ts';
import { signalForeground, signalGroup, signalNamed } from './signals.ts';
import { openPipeStage, openTerminalStage, type Stage } from './stage.ts';
import { checkStatement } from './statement.ts';
import { terminalEchoes } from './stty.ts';

export function createExec(setting: Setting): Executor {
  const { opening, account } = setting;
  let stage: Stage | null = null;
  let program: Process | null = null;
  let used = false;
  let starting: Promise<unknown> = Promise.resolve();
  let running = false;
  const input = createInputGate((bytes) => stage?.write(bytes));
  // The client may send input before the program is there to read it.
  input.hold();
  let inputEnded = false;
  let closing: Promise<void> | null = null;
  let size: TerminalSize | null = opening.terminal;

  const openStage = async (): Promise<Stage> => {
    if (opening.terminal !== null) {
      return openTerminalStage({ ...opening.terminal, ...size }, opening.output, account);
    }
    return openPipeStage(opening.output, account, setting.pipes, { input: true, fenced: false });
  };

  const begin = async (statement: string) => {
    try {
      stage = await openStage();
      const shell = [...privilegesOf(account), setting.shell, '--noprofile', '--norc', '-c', statement];
      const { pid, ended } = await launch(stage.terminal === null ? shell : ['/usr/bin/setsid', '--ctty', ...shell], {
        folder: setting.workspace,
        environment: setting.environment,
        descriptors: stage.descriptors,
        newSession: stage.terminal === null,
      });
      stage.handOver();
      program = readProcess(pid);
      running = true;
      input.open();
      if (inputEnded) stage.endInput();
      return { stage, ended };
    } catch (error) {
      input.shut();
      stage?.close();
      throw unavailable(setting, error);
    }
  };

  const end = async () => {
    used = true;
    await starting;
    await endProcesses({ session: opening.session, uid: account.uid, leader: program });
    input.shut();
    stage?.close();
  };

  return {
    environment: setting.environment,
    cwd: setting.workspace,

    run: async (statement) => {
      checkStatement(statement);
      if (used) throw faults.executorGone();
      used = true;
      const start = begin(statement);
      starting = start.catch(() => {});
      const { stage, ended } = await start;
      const { status, signal } = await ended;
      running = false;
      input.shut();
      stage.dropInput();
      await stage.settle();
      return { kind: 'ended', status, signal };
    },

    write: input.write,
    endInput: () => {
      inputEnded = true;
      if (running) stage?.endInput();
    },
    resize: (next) => {
      size = next;
      stage?.resize(next);
    },
    signal: (name) => {
      const signal = signalNamed(name);
      if (signal === null || program === null || !running) return;
      if (stage?.terminal) signalForeground(program.pid, signal);
      else signalGroup(program.pid, signal);
    },
    echoes: async () => (stage?.terminal ? terminalEchoes(stage.terminal) : opening.terminal === null),
    close: () => {
      closing ??= end();
      return closing;
    },
  };
}
