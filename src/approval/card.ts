// Makes the card of a request: what a person sees, how risky it is, and the digest that names exactly this view.
import { createHash } from 'node:crypto';
import { canonicalJson, type Json } from '../core/canonical-json.ts';
import type { EffectVerdict } from '../policy/policy.ts';
import type { Ask, Card } from './approval.ts';

/** The same person behind the same key, in one connection, on one target. */
export function runOf({ connection, agent, target }: Ask): string {
  return `run_${digestOf([connection, agent.name, agent.fingerprint, target.name]).slice(0, 21)}`;
}

/** Equal for requests that differ in nothing a person would judge by, whichever connection they came through. */
export function likenessOf({ agent, target, cwd, mode, statement, stdin, files }: Ask): string {
  const code = files.map(({ realpath, sha256 }) => [realpath, sha256]);
  return digestOf([agent.name, target.name, cwd, mode, statement, stdin, code]);
}

/** Of everything a card shows but where it stands in time and in its session: identical requests have the same. */
export function displayDigest(ask: Ask): string {
  const { agent, target, level, mode, cwd, workspace, statement, stdin, files, reason } = ask;
  const { effects, rules, say, policy, noteRequired, approvers } = ask;
  const place = { agent, target, level, mode, cwd, workspace };
  return digestOf({ place, statement, stdin, files, reason, effects, rules, say, policy, noteRequired, approvers });
}

/** Deletes outside the workspace, and what nobody can foresee. */
export function isHighRisk(effects: readonly EffectVerdict[], workspace: string): boolean {
  return effects.some(({ effect }) => {
    if (effect.kind === 'delete') return !isInside(effect.path, workspace);
    return effect.kind === 'privilege' || effect.kind === 'opaque' || effect.kind === 'raw';
  });
}

/** True for the folder itself, too; false for a path nobody knows. */
export function isInside(path: string | null, folder: string): boolean {
  if (path === null) return false;
  const whole = folder.endsWith('/') ? folder : `${folder}/`;
  return path === folder || path.startsWith(whole);
}

export function makeCard(ask: Ask, place: Pick<Card, 'asked' | 'ttl' | 'deadline' | 'history' | 'requests'>): Card {
  const { wait: _, ttl: __, ...shown } = ask;
  const highRisk = isHighRisk(ask.effects, ask.workspace);
  return { ...shown, ...place, run: runOf(ask), highRisk, digest: displayDigest(ask) };
}

/** Texts of a statement need not be well-formed, canonical JSON has to be. */
function digestOf(value: unknown): string {
  const tame = JSON.parse(JSON.stringify(value, (_, item) => (typeof item === 'string' ? wellFormed(item) : item)));
  return createHash('sha256')
    .update(canonicalJson(tame as Json))
    .digest('hex');
}

/** Lone surrogates become escapes, so that different texts never share a digest. */
function wellFormed(text: string): string {
  if (text.isWellFormed()) return text;
  return `\u0000${JSON.stringify(text)}`;
}
