// `ostiary init`: makes keys, configuration and policy where there are none.
import type { Command } from 'commander';
import { sharedUserNotes } from '../config/level.ts';
import { loadConfig } from '../config/load.ts';
import { makeStarter } from '../config/starter/starter.ts';

export function registerInit(program: Command): void {
  program
    .command('init')
    .description('make keys, configuration and a first policy; keeps what is there')
    .option('--dir <folder>', 'the state folder', '.ostiary')
    .action(({ dir }: { dir: string }) => {
      for (const line of initialise(dir)) console.log(line);
    });
}

/** Makes what is missing; returns what it made and what a person should know, one sentence a line. */
export function initialise(dir: string): readonly string[] {
  const { config, made } = makeStarter(dir);
  const head = made.length === 0 ? `${config} is there already; nothing was changed` : 'made:';
  return [head, ...made.map((line) => `  ${line}`), ...sharedUserNotes(loadConfig(config))];
}
