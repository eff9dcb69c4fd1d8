// Makes a first state folder: keys, policy, configuration. What is there already is never touched.
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { userInfo } from 'node:os';
import { join, resolve } from 'node:path';
import { newEd25519Key } from '../../core/ed25519-key.ts';
import { isSystemError } from '../../core/errors.ts';
import { starterPolicy } from '../../policy/starter.ts';
import { AGENT, AUDITOR, starterConfig } from './config-text.ts';
import { prepareSessionAccount } from './session-account.ts';

export interface Made {
  readonly config: string;
  /** What was made, `path: what it is` each; empty when everything was there. */
  readonly made: readonly string[];
}

/** @throws OstiaryError ACCOUNT_NOT_MADE when root cannot give sessions an account of their own. */
export function makeStarter(dir: string): Made {
  const folder = resolve(dir);
  const made: string[] = [];
  const make = (path: string, text: string, what: string) => {
    if (writeNew(path, text)) made.push(`${path}: ${what}`);
  };
  const config = join(folder, 'ostiary.yaml');
  mkdirSync(join(folder, 'keys'), { recursive: true, mode: 0o700 });
  make(join(folder, 'policy.yaml'), starterPolicy, 'what agents may do');
  // The configuration comes last and holds the public keys: while it is there, new key files would fit nobody.
  if (existsSync(config)) return { config, made };

  const owner = ownerName();
  const key = (name: string, who: string) => {
    const file = join(folder, 'keys', name);
    const pair = newEd25519Key(`${name}@ostiary`);
    // The public file first: what says who comes in is the one beside the private key that was kept.
    if (!existsSync(file)) {
      writeFileSync(`${file}.pub`, `${pair.public}\n`, { mode: 0o644 });
      make(file, pair.private, `private key of ${who}`);
    }
    return readFileSync(`${file}.pub`, 'utf8').trim();
  };
  const keys = {
    agent: key(AGENT, `the agent \`${AGENT}\``),
    operator: key(owner, `the operator \`${owner}\``),
    auditor: key(AUDITOR, `the auditor \`${AUDITOR}\``),
  };
  const account = prepareSessionAccount(folder);
  made.push(...account.made);
  make(config, starterConfig({ owner, keys, ...account }), 'who may come, and where to');
  return { config, made };
}

/** Who starts this, as an identity's name. */
function ownerName(): string {
  const own = process.env.SUDO_USER || userInfo().username;
  const name = own
    .toLowerCase()
    .replace(/[^a-z0-9._-]/g, '-')
    .replace(/^[^a-z0-9]+/, '')
    .slice(0, 63);
  return name === '' || name === AGENT || name === AUDITOR ? 'operator' : name;
}

/** False when the path exists; never replaces, also not in a race. */
function writeNew(path: string, text: string): boolean {
  try {
    writeFileSync(path, text, { flag: 'wx', mode: 0o600 });
    return true;
  } catch (error) {
    if (isSystemError(error, 'EEXIST')) return false;
    throw error;
  }
}
