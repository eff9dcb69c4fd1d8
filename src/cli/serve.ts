// `ostiary serve`: runs the broker in the foreground until SIGTERM or SIGINT, and prints what to type to come in.
import { existsSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Command } from 'commander';
import type { Broker } from '../broker.ts';
import type { Config } from '../config/config.ts';
import { printLevel, sharedUserNotes } from '../config/level.ts';
import { loadConfig } from '../config/load.ts';
import { createLog } from '../core/log.ts';
import { consoleLogin } from '../fronts/front.ts';
import { createSessionRedactions } from '../redaction/levels.ts';
import { version } from '../version.ts';
import { configPath } from './config-path.ts';
import { initialise } from './init.ts';

export function registerServe(program: Command): void {
  program
    .command('serve')
    .description('run the broker')
    .option('--config <file>', 'the ostiary.yaml to run with')
    .option('--init', 'make keys, config and policy first where there are none')
    .action(serve);
}

async function serve(options: { config?: string; init?: boolean }): Promise<void> {
  if (options.init) initialise(dirname(configPath(options.config)));
  const config = loadConfig(configPath(options.config));
  const log = createLog(undefined, createSessionRedactions(config.redaction)().text);
  for (const warning of config.warnings) log.warn(warning);
  // Only now: the other verbs need neither ssh2 nor node-pty.
  const { startBroker } = await import('../broker.ts');
  const broker = await startBroker(config, log);
  console.log(welcome(config, broker));

  let closing = false;
  const close = async (reason: string) => {
    if (closing) return;
    closing = true;
    await broker.close(reason);
    process.exit(0);
  };
  const reload = async (acceptLooser: boolean) => {
    const { lines } = await broker.reload({ acceptLooser });
    for (const line of lines) log.info(line);
  };
  process.on('SIGHUP', () => reload(false));
  process.on('SIGUSR2', () => reload(true));
  process.on('SIGTERM', () => close('SIGTERM'));
  process.on('SIGINT', () => close('SIGINT'));
}

/** What a person copies: complete ssh lines where the private key lies beside the config. */
function welcome(config: Config, broker: Broker): string {
  const knownHosts = join(config.state, 'known_hosts');
  const [, host = '127.0.0.1', port = '22'] = /^\[?(.*?)\]?:(\d+)$/.exec(broker.ssh) ?? [];
  writeFileSync(knownHosts, `[${host}]:${port} ${broker.hostKey}\n`, { mode: 0o600 });
  const page = broker.web === null ? '' : `, web ${broker.web}`;
  const lines = [`ostiary ${version} listens: ssh ${broker.ssh}${page}`];
  for (const target of config.targets) lines.push(`target ${target.name}: ${printLevel(config, target)}`);
  lines.push(...sharedUserNotes(config));
  for (const { name, kind, targets } of config.identities) {
    const key = join(dirname(config.file), 'keys', name);
    const login =
      kind === 'agent' ? config.targets.find((target) => targets.includes(target.name))?.name : consoleLogin;
    if (kind === 'auditor') lines.push(...linkLines(name, broker));
    if (kind === 'auditor' || login === undefined || !existsSync(key)) continue;
    const where = `-p ${port} -i ${key} -o IdentitiesOnly=yes -o UserKnownHostsFile=${knownHosts}`;
    lines.push(`${kind} ${name}:`, `  ssh ${where} ${login}@${host}`);
  }
  return lines.join('\n');
}

/** The page is opened by a link: nothing else than a browser is needed to look. */
function linkLines(name: string, broker: Broker): string[] {
  const link = broker.link(name);
  return link === null ? [] : [`auditor ${name} (once, within ${link.seconds / 60} minutes):`, `  ${link.url}`];
}
