// What the schema cannot see: names that clash, keys that stand twice, grants and accounts that lead nowhere.
import { existsSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { matchesName } from '../identity/identity.ts';
import { shortestValue } from '../redaction/known/encodings.ts';
import { type Account, findAccount } from './accounts.ts';
import { checkWeb } from './check-web.ts';
import type { IdentityConfig, TargetConfig } from './config.ts';
import type { Finding } from './findings.ts';
import { overlaps } from './overlaps.ts';
import { complainOfKey, keyBlob } from './public-key.ts';
import type { WrittenConfig } from './schema/config.ts';

/** Login names that are doors of the broker itself. */
const RESERVED = ['console', 'ostiary'];

export interface Meaning {
  readonly findings: readonly Finding[];
  readonly identities: readonly IdentityConfig[];
  readonly targets: readonly TargetConfig[];
}

/** Resolves identities and targets; what could not be resolved is among the findings. */
export function checkMeaning(written: WrittenConfig, file: string): Meaning {
  const findings: Finding[] = [];
  const targets = checkTargets(written, file, findings);
  const identities = checkIdentities(written, findings);
  findings.push(...checkRedaction(written));
  findings.push(...checkFiles(written, (text) => resolve(dirname(file), text)));
  findings.push(...checkCheckpoints(written, (text) => resolve(dirname(file), text)));
  return { findings, identities, targets };
}

/** The broker masks secrets everywhere; what must leave as it is needs a rule with a name. */
function checkRedaction({ redaction }: WrittenConfig): Finding[] {
  const shown = 'only a rule of the policy can show secrets (`redact: off`), for the statements it names; leave it out';
  const short = redaction.values.flatMap((value, index): Finding[] =>
    Buffer.byteLength(value) >= shortestValue
      ? []
      : [
          {
            path: ['redaction', 'values', index],
            text: `is too short to be masked; give at least ${shortestValue} bytes`,
          },
        ],
  );
  return redaction.secrets ? short : [{ path: ['redaction', 'secrets'], text: shown }, ...short];
}

/** Files and folders that are named but not there. */
function checkFiles(
  { policy, hostKeys, targets, listen, web }: WrittenConfig,
  absolute: (text: string) => string,
): Finding[] {
  const missing = (path: Finding['path'], file: string): Finding[] =>
    existsSync(file) ? [] : [{ path, text: `there is no ${file}` }];
  return [
    ...(policy === 'none' ? [] : missing(['policy'], absolute(policy))),
    ...checkWeb({ listen, web }, (path, file) => missing(path, absolute(file))),
    ...hostKeys.flatMap((file, index) => missing(['hostKeys', index], absolute(file))),
    ...targets.flatMap(({ shell, workspace }, index) => [
      ...missing(['targets', index, 'shell'], shell),
      // A warning: it may be made, mounted or remade while the broker runs.
      ...missing(['targets', index, 'workspace'], absolute(workspace)).map((finding) => ({
        ...finding,
        warning: true as const,
      })),
    ]),
  ];
}

/** A checkpoint beside the database, or where sessions write, is worth nothing. */
function checkCheckpoints({ audit, state, targets }: WrittenConfig, absolute: (text: string) => string): Finding[] {
  const { file } = audit.checkpoints;
  if (file === undefined) return [];
  const places: readonly (readonly [string, string])[] = [
    ['the state folder', state],
    ...targets.map(({ name, workspace }) => [`the workspace of \`${name}\``, workspace] as const),
  ];
  return places
    .filter(([, folder]) => overlaps(absolute(file), absolute(folder)))
    .map(([what]) => ({
      path: ['audit', 'checkpoints', 'file'],
      text: `lies in ${what}; whoever can change the log there could change its checkpoints`,
    }));
}

function checkIdentities({ identities, targets }: WrittenConfig, findings: Finding[]): IdentityConfig[] {
  const names = new Map<string, number>();
  const holders = new Map<string, string>();
  return identities.map((identity, index) => {
    const path = ['identities', index];
    noteTwice(names, identity.name, index, [...path, 'name'], findings);
    if (identity.kind === 'agent' && identity.owner === undefined) {
      findings.push({ path, text: 'is an agent without `owner:`; name the person behind it' });
    }
    identity.keys.forEach((line, at) => {
      const complaint = complainOfKey(line, holders);
      if (complaint !== null) findings.push({ path: [...path, 'keys', at], text: complaint });
      else holders.set(keyBlob(line), identity.name);
    });
    identity.targets.forEach((pattern, at) => {
      if (pattern === '*' || targets.some(({ name }) => matchesName(pattern, name))) return;
      findings.push({ path: [...path, 'targets', at], text: `\`${pattern}\` matches no target`, warning: true });
    });
    return { ...identity, owner: identity.owner ?? identity.name };
  });
}

function checkTargets(written: WrittenConfig, file: string, findings: Finding[]): TargetConfig[] {
  const own = process.getuid?.() ?? 0;
  const names = new Map<string, number>();
  const absolute = (text: string) => resolve(dirname(file), text);
  const precious: readonly (readonly [string, string])[] = [
    ['the state folder', absolute(written.state)],
    ['the recordings', absolute(written.recordings.dir)],
    ['the configuration', file],
    ...(written.policy === 'none' ? [] : [['the policy', absolute(written.policy)] as const]),
  ];
  return written.targets.flatMap((target, index): TargetConfig[] => {
    const path = ['targets', index];
    noteTwice(names, target.name, index, [...path, 'name'], findings);
    if (RESERVED.includes(target.name)) {
      findings.push({ path: [...path, 'name'], text: `\`${target.name}\` is reserved; choose another name` });
    }
    const workspace = absolute(target.workspace);
    for (const [what, where] of precious) {
      if (!overlaps(workspace, where)) continue;
      findings.push({ path: [...path, 'workspace'], text: `overlaps with ${what} (${where}); keep them apart` });
    }
    const account = findAccount(target.user ?? own);
    const complaint = complainOfAccount(target.user, account, own);
    if (complaint !== null) findings.push({ path: [...path, 'user'], text: complaint });
    if (account === null) return [];
    const { name, kind, labels, shell, path: search, redact = null } = target;
    const sharedUser = account.uid === own || account.uid === 0;
    return [{ name, kind, labels, account, sharedUser, shell, workspace, path: search, redact }];
  });
}

function complainOfAccount(user: string | undefined, account: Account | null, own: number): string | null {
  if (account === null) {
    return user === undefined
      ? `the broker’s own uid ${own} has no account on this machine; name one that exists`
      : `there is no account \`${user}\` on this machine; \`useradd --system --create-home ${user}\` makes it`;
  }
  if (own === 0 || account.uid === own) return null;
  return `only a broker started by root can run statements as \`${account.name}\`; start it as root, or leave \`user:\` out`;
}

function noteTwice(
  seen: Map<string, number>,
  name: string,
  index: number,
  path: Finding['path'],
  findings: Finding[],
): void {
  const first = seen.get(name);
  if (first === undefined) seen.set(name, index);
  else findings.push({ path, text: `\`${name}\` is already the name of number ${first + 1}; names are unique` });
}
