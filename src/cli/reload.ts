// `ostiary reload`: the running broker reads its identities and its policy again.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { Command } from 'commander';
import type { Config } from '../config/config.ts';
import { loadConfig } from '../config/load.ts';
import { faults } from '../core/errors.ts';
import type { AuditEvent, EventData } from '../store/events.ts';
import { configPath } from './config-path.ts';
import { withStore } from './open-store.ts';

export function registerReload(program: Command): void {
  program
    .command('reload')
    .description('let the running broker read identities and policy again; exit 1 when a file is not taken')
    .option('--config <file>', 'the ostiary.yaml of the broker')
    .option('--accept-looser', 'also when the new policy permits what the old one did not')
    .action(async (options: { config?: string; acceptLooser?: true }) => {
      const config = loadConfig(configPath(options.config));
      const pid = readPid(config.state);
      const before = withStore(config, ({ log }) => log.size()) ?? 0;
      process.kill(pid, options.acceptLooser ? 'SIGUSR2' : 'SIGHUP');
      const answer = await answerSince(config, before);
      if (answer === null) throw faults.reloadUnanswered(pid);
      for (const line of answer.lines) console.log(line);
      process.exitCode = answer.swapped ? 0 : 1;
    });
}

/** ms between two looks, and how many. */
const pause = 100;
const looks = 150;

/** What the broker writes into the log about it; null when it says nothing for long. */
async function answerSince(config: Config, first: number): Promise<EventData['reloaded'] | null> {
  for (let look = 0; look < looks; look++) {
    await delay(pause);
    const found = withStore(config, ({ log }) => {
      const events = [...log.entries(first, log.size())].map(({ body }) => JSON.parse(body) as AuditEvent);
      return events.find((event) => event.type === 'reloaded') ?? null;
    });
    if (found !== null) return found.data;
  }
  return null;
}

function readPid(state: string): number {
  try {
    const pid = Number(readFileSync(join(state, 'broker.pid'), 'utf8'));
    process.kill(pid, 0);
    return pid;
  } catch {
    throw faults.notRunning(state);
  }
}
