// The policy in force: read at start, replaced as a whole by a reload, and never by a worse one.
import { readFileSync, realpathSync } from 'node:fs';
import type { Config } from './config/config.ts';
import { faults, isSystemError, sentenceOf } from './core/errors.ts';
import type { Identity } from './identity/identity.ts';
import type { Language } from './language/language.ts';
import { createPolicy, type FilePolicy } from './policy/create-policy.ts';
import { diffPolicies, ownSamples, renderChange } from './policy/diff.ts';
import { renderFailure, runTests } from './policy/run-tests.ts';
import { policyLanguage } from './policy-language.ts';
import type { StoreReader } from './store/store.ts';
import { storedSamples } from './stored-samples.ts';

/** What a reload did, in lines for people. */
export interface Reload {
  /** False: what held before still holds. */
  readonly swapped: boolean;
  readonly lines: readonly string[];
}

export interface ReloadOptions {
  /** Also take a policy that permits what the one before it did not. */
  readonly acceptLooser: boolean;
}

export interface Policies {
  readonly current: FilePolicy;
  /** Reads the file again. A bad file, a failing test, or (unless accepted) a looser verdict keeps the old one. */
  reload(options: ReloadOptions): Reload;
}

/** Null where the config says `policy: none`. @throws OstiaryError POLICY_MISSING, POLICY_INVALID, also for a test. */
export function openPolicies(
  config: Config,
  store: StoreReader,
  identity: (name: string) => Identity | null,
): Policies | null {
  const { policy: file } = config;
  if (file === null) return null;
  const language = policyLanguage(config.redaction);
  const read = () => readTestedPolicy(config, file, language);
  let current = read();

  return {
    get current() {
      return current;
    },
    reload({ acceptLooser }) {
      let next: FilePolicy;
      try {
        next = read();
      } catch (error) {
        return { swapped: false, lines: [`the policy before it still holds: ${sentenceOf(error)}`] };
      }
      const changes = [...diffPolicies(current, next, samples(current, next), language)];
      const lines = changes.map(renderChange);
      const looser = changes.filter((change) => change.looser).length;
      if (looser > 0 && !acceptLooser) {
        const remedy = 'the policy before it still holds; `ostiary reload --accept-looser` takes the new one';
        return { swapped: false, lines: [...lines, `${looser} verdicts would become looser: ${remedy}`] };
      }
      current = next;
      return {
        swapped: true,
        lines: [...lines, `policy ${next.digest.slice(0, 12)} holds; ${changes.length} verdicts change`],
      };
    },
  };

  function* samples(before: FilePolicy, after: FilePolicy) {
    yield* ownSamples(before, after);
    yield* storedSamples(store, config.targets, identity);
  }
}

/** The policy as the broker would hold it: `file` read, its own tests run. @throws as openPolicies. */
export function readTestedPolicy(
  config: Config,
  file: string,
  language: Language = policyLanguage(config.redaction),
): FilePolicy {
  const policy = createPolicy(readPolicy(file), { file, protect: ownPaths(config, file) });
  const failed = runTests(policy, language);
  if (failed.length > 0) throw faults.policyInvalid(failed.map((failure) => `${file}: ${renderFailure(failure)}`));
  return policy;
}

/** @throws OstiaryError POLICY_MISSING */
export function readPolicy(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    if (isSystemError(error, 'ENOENT', 'EISDIR')) throw faults.policyMissing(file);
    throw error;
  }
}

/** What no statement may read, write or delete, whatever the policy says; real paths. */
function ownPaths({ file, state, recordings, hostKeys, audit }: Config, policy: string): readonly string[] {
  const checkpoints = audit.checkpoints.file === null ? [] : [audit.checkpoints.file];
  return [file, policy, state, recordings.dir, ...hostKeys, ...checkpoints].map((path) => {
    try {
      return realpathSync(path);
    } catch {
      return path;
    }
  });
}
