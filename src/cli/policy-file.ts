// The policy a verb works with, and the circumstances its lines are judged in.
import type { Command } from 'commander';
import { loadConfig } from '../config/load.ts';
import { faults } from '../core/errors.ts';
import type { Language } from '../language/language.ts';
import { readPolicy } from '../policies.ts';
import { type Circumstances, circumstancesOf } from '../policy/context.ts';
import { createPolicy, type FilePolicy } from '../policy/create-policy.ts';
import { policyLanguage } from '../policy-language.ts';
import { redactionConfig } from '../redaction/config.ts';
import { configPath } from './config-path.ts';

export interface LoadedPolicy extends FilePolicy {
  readonly file: string;
  /** How its lines are read: what they disclose is told as the configuration says, where one is given. */
  readonly language: Language;
}

/** The named file, else the one of ostiary.yaml. @throws OstiaryError POLICY_MISSING, POLICY_INVALID, CONFIG_…. */
export function loadPolicy(file: string | undefined, option: string | undefined): LoadedPolicy {
  const config = file === undefined || option !== undefined ? loadConfig(configPath(option)) : null;
  const path = file ?? config?.policy ?? null;
  if (path === null) throw faults.policyMissing(`\`policy:\` of ${config?.file}`);
  const language = policyLanguage(config?.redaction ?? redactionConfig.parse({}));
  return { ...createPolicy(readPolicy(path), { file: path }), file: path, language };
}

export interface PlaceOptions {
  readonly cwd?: string;
  readonly home?: string;
  readonly workspace?: string;
  readonly target?: string;
  readonly agent?: string;
}

export function addPlaceOptions(command: Command): Command {
  return command
    .option('--cwd <dir>', 'where the line would run')
    .option('--home <dir>', 'the home of its user')
    .option('--workspace <dir>', 'the workspace of the target')
    .option('--target <name>', 'the target it goes to')
    .option('--agent <name>', 'the agent it comes from');
}

/** The policy's own `context:`, with what the flags say otherwise. */
export function circumstancesWith(policy: FilePolicy, options: PlaceOptions): Circumstances {
  const { cwd, home, workspace, target, agent } = options;
  const given = { cwd, home, workspace, target, agent };
  const said = Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined));
  return circumstancesOf({ ...policy.context, ...said });
}
