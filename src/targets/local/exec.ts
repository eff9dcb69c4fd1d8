// Exec mode: the whole string is one statement, run by a shell of its own; the client's input goes to it.
import { faults, sentenceOf } from '../../core/errors.ts';
import type { Executor, TerminalSize } from '../target.ts';
import { privilegesOf } from './account.ts';
import { createInputGate } from './input-gate.ts';
import { launch } from './launch.ts';
import { endProcesses } from './process-tree.ts';
import { type Process, readProcess } from './processes.ts';
import type { Setting } from './setting.ts';
import { signalForeground, signalGroup, signalNamed } from './signals.ts';
import { openPipeStage, openTerminalStage, type Stage } from './stage.ts';
import { checkStatement } from './statement.ts';
import { terminalEchoes } from './stty.ts';

export function createExec(setting: Setting): Executor {
  const { opening, account } = setting;
  let stage: Stage | null = null;
  let program: Process | null = null;
  let used = false;
  let running = false;
  const input = createInputGate((bytes) => stage?.write(bytes));
  /** Settles when the program runs: input that comes before waits for it. */
  const started = Promise.withResolvers<void>();
  let inputEnded = false;
  let closing: Promise<void> | null = null;
  let size: TerminalSize | null = opening.terminal;

  const openStage = async (): Promise<Stage> => {
    if (opening.terminal !== null) {
      return openTerminalStage({ ...opening.terminal, ...size }, opening.output, account);
    }
    return openPipeStage(opening.output, account, setting.pipes, { input: true, fenced: false });
  };

  const writeOnceStarted = async (bytes: Uint8Array) => {
    await started.promise;
    if (running) await stage?.write(bytes);
  };

  return {
    cwd: setting.workspace,

    run: async (statement) => {
      checkStatement(statement);
      if (used) throw faults.executorGone();
      used = true;
      input.hold();
      stage = await openStage();
      const shell = [...privilegesOf(account), setting.shell, '--noprofile', '--norc', '-c', statement];
      const { pid, ended } = await launch(stage.terminal === null ? shell : ['/usr/bin/setsid', '--ctty', ...shell], {
        folder: setting.workspace,
        environment: setting.environment,
        descriptors: stage.descriptors,
        newSession: stage.terminal === null,
      })
        .catch((error: unknown) => {
          throw faults.targetUnavailable(setting.target, sentenceOf(error), 'Check `shell:` and `workspace:`.');
        })
        .finally(stage.handOver);
      program = readProcess(pid);
      running = true;
      started.resolve();
      if (inputEnded) stage.endInput();
      const { status, signal } = await ended;
      running = false;
      input.shut();
      stage.dropInput();
      await stage.settle();
      return { kind: 'ended', status, signal };
    },

    write: (bytes) => (running ? stage?.write(bytes) : writeOnceStarted(bytes)),
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
      used = true;
      closing ??= endProcesses({ session: opening.session, uid: account.uid, leader: program }).then(() =>
        stage?.close(),
      );
      return closing;
    },
  };
}
