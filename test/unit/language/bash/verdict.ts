// A trivial policy for tests of the analyser: reads but credentials, writes in the workspace and /tmp, known tools.
import { bash } from '../../../../src/language/bash/bash.ts';
import { describe as describeEffect } from '../../../../src/language/bash/prove.ts';
import { lookup } from '../../../../src/language/bash/registry.ts';
import type { Effect } from '../../../../src/language/effect.ts';

type PathEffect = Extract<Effect, { kind: 'read' | 'write' | 'delete' | 'define' }>;

export const place = { cwd: '/app', home: '/home/agent', user: 'agent' };

const credentials = [
  /(?:^|\/)\.env(?:\.|$|\/)/,
  /\/\.(?:ssh|aws|netrc|pgpass|kube|gnupg|docker)(?:\/|$)/,
  /\.(?:pem|key)$/,
  /\/(?:g?shadow)-?$/,
  /\/id_\w+$/,
  /^\/proc\/[^/]+\/(?:environ|cmdline|mem|maps|cwd|root|fd)/,
  /\/\.(?:bash_history|git-credentials)$/,
];
const samples = [
  '.env',
  '.env.local',
  '.ssh',
  '.aws',
  '.netrc',
  '.pgpass',
  '.kube',
  '.gnupg',
  'id_rsa',
  'server.pem',
  'tls.key',
  'shadow',
  'environ',
  '.docker',
];

/** A shell pattern of one segment as a regular expression; a wildcard in front matches no dot. */
function segment(glob: string): RegExp {
  const body = glob.replace(/\\(.)|\*|\?|\[!?[^\]]*\]|[.+^$(){}|\\]/g, (found, escaped) => {
    if (escaped !== undefined) return `\\${escaped}`;
    if (found === '*') return '[^/]*';
    if (found === '?') return '[^/]';
    return found.startsWith('[') ? found.replace('[!', '[^') : `\\${found}`;
  });
  return new RegExp(`^${/^[*?[]/.test(glob) ? '(?!\\.)' : ''}${body}$`);
}

/** Names a pattern may stand for: itself, and what a well-known secret would make of it. */
function meanings({ path, glob }: PathEffect): readonly string[] {
  if (path === null) return [];
  if (!glob) return [path];
  let all = [''];
  for (const part of path.split('/').slice(1)) {
    const names = /[*?[]/.test(part) && !/^\*+$/.test(part) ? samples.filter((name) => segment(part).test(name)) : [];
    all = all.flatMap((front) => [part, ...names].map((name) => `${front}/${name}`));
    if (all.length > 200) break;
  }
  return all;
}

function isCredential(effect: PathEffect): boolean {
  // A folder with everything in it: the workspace has a .env, a home has keys.
  if (effect.tree && /^\/(?:app|home(?:\/agent)?|root|etc|proc.*)?$/.test(effect.path ?? '')) return true;
  if (effect.glob && /^\/(?:etc|proc|home|root|[*?[])/.test(effect.path ?? '') && /[*?[]/.test(effect.path ?? ''))
    return true;
  return meanings(effect).some((path) => credentials.some((pattern) => pattern.test(path)));
}

const inside = (path: string): boolean => /^\/(?:app|tmp)(?:\/|$)/.test(path);
const ownProgram = /^(?:\.\/)?(?:dist|build|out|bin|target)\//;
const asking = /^(?:python[\d.]*|node|nodejs|perl|ruby|tsx|deno|php|java|tclsh|lua)$/;

const lookers = /^(?:curl|dig|host|nslookup|ping6?|traceroute|git|whois)$/;

function asks(effect: Effect, effects: readonly Effect[]): boolean {
  switch (effect.kind) {
    case 'run': {
      const [name, ...rest] = effect.argv as [string, ...(string | null)[]];
      const base = /^\/(?:usr\/(?:local\/)?)?s?bin\//.test(name) ? name.slice(name.lastIndexOf('/') + 1) : name;
      if (ownProgram.test(name)) return false;
      if (!lookup(base)) return true;
      const file = rest.find((word) => word === null || !word.startsWith('-'));
      return (
        asking.test(base) &&
        !rest.some((word) => word === '-m' || word === '--check' || word === '--test') &&
        file !== undefined &&
        !(file !== null && ownProgram.test(file))
      );
    }
    case 'read':
      return effect.path === null || isCredential(effect);
    case 'write':
      return effect.path === null || !inside(effect.path) || isCredential(effect);
    case 'net': {
      // To look something up; never to send, and never by a redirection.
      const run = effect.of === null ? undefined : effects[effect.of];
      const words = run?.kind === 'run' ? run.argv : [];
      return effect.host === null || !lookers.test(words[0] ?? '') || words.includes('push') || words.includes('clone');
    }
    default:
      return true;
  }
}

/** One submission of possibly several statements, each judged in the state the ones before it left. */
export function verdict(text: string): { readonly verdict: 'allow' | 'ask' | 'deny'; readonly because: string } {
  const reading = bash.read(place);
  const { statements, rest } = bash.split(text, true);
  if (rest !== '' || statements.length === 0) return { verdict: 'deny', because: 'no whole statement' };
  for (const statement of statements) {
    const { effects, refusal } = reading.analyse(statement);
    if (refusal) return { verdict: 'deny', because: refusal.reason };
    const asked = effects.find((effect) => asks(effect, effects));
    if (asked)
      return { verdict: 'ask', because: `${describeEffect(asked)} ${asked.kind === 'opaque' ? asked.reason : ''}` };
    reading.settle(statement, { status: 0, cwd: reading.cwd });
  }
  return { verdict: 'allow', because: 'nothing to ask' };
}
