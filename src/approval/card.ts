// Makes the card of a request: what a person sees, how risky it is, and the digest that names exactly this view.
import { createHash } from 'node:crypto';
import { canonicalJson, type Json } from '../core/canonical-json.ts';
import type { Ask, Card, Resolve } from './approval.ts';

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
export function isHighRisk({ effects, workspace }: Pick<Ask, 'effects' | 'workspace'>, resolve: Resolve): boolean {
  return effects.some(({ effect }) => {
    if (effect.kind === 'delete') {
      const { path } = effect;
      return path === null || [path, resolve(path)].some((one) => !isInside(one, workspace));
    }
    return effect.kind === 'privilege' || effect.kind === 'opaque' || effect.kind === 'raw';
  });
}

/** True for the folder itself, too. */
export function isInside(path: string, folder: string): boolean {
  const whole = folder.endsWith('/') ? folder : `${folder}/`;
  return path === folder || path.startsWith(whole);
}

/** A card without what changes as others come and go. */
export type Face = Omit<Card, 'requests'>;

export function makeFace(
  ask: Ask,
  { asked, ttl, deadline, history }: Pick<Card, 'asked' | 'ttl' | 'deadline' | 'history'>,
  resolve: Resolve,
): Face {
  const { wait: _, ttl: __, ...shown } = ask;
  const made = { run: runOf(ask), highRisk: isHighRisk(ask, resolve), digest: displayDigest(ask) };
  return { ...shown, ...made, asked, ttl, deadline, history };
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
