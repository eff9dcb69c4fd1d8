// Cards, sessions, rules and locks as one line each, with every untrusted text made visible.
import type { Card, LiveSession, Lock, TemporaryRule } from '../../../approval/approval.ts';
import { effectText } from '../../../language/effect-text.ts';
import { showText } from '../text/pieces.ts';
import { duration, rate, scopeText, timeOfDay } from '../words.ts';

/** A tab: in untrusted text it is shown as ⇥, so no field can pass for two. */
export const separator = '\t';

/** Everything a decision needs, in one line, the statement last but for what the agent says. */
export function cardLine(card: Card, now: number): string {
  const { agent, target, requests, highRisk, cwd, mode, level, effects, rules, statement, reason, stdin } = card;
  const asks = effects
    .filter(({ decision }) => decision !== 'allow')
    .map(({ effect }) => `${effect.kind} ${effectText(effect)}`);
  const parts = [
    card.request,
    `${duration(card.deadline - now)} left`,
    `${agent.name} (${agent.owner}) → ${target.name}`,
    ...(requests.length > 1 ? [`×${requests.length}`] : []),
    ...(highRisk ? ['HIGH RISK'] : []),
    `${mode}, ${level}`,
    `in ${cwd}`,
    `asks ${[...new Set(asks)].join('; ')}`,
    `rules ${rules.join(' ')}`,
    ...(stdin.kind === 'none' ? [] : [`input ${stdin.kind}`]),
    `runs ${statement}`,
    ...(reason === null ? [] : [`agent says ${reason}`]),
  ];
  return parts.map(showText).join(separator);
}

export const cardJson = ({ effects, ...card }: Card) => ({
  ...card,
  effects: effects.map(({ effect, decision, rules }) => ({ ...effect, decision, rules })),
});

export function sessionLine({ id, agent, owner, target, mode, level, running, rate: bytes }: LiveSession, now: number) {
  const runs = running === null ? [] : [duration(now - running.since), running.statement];
  return [id, `${agent} (${owner}) → ${target}`, `${mode}, ${level}`, rate(bytes), ...runs]
    .map(showText)
    .join(separator);
}

export function ruleLine({ id, agent, target, connection, cwd, runs, effects, by, expires, used }: TemporaryRule) {
  const where = connection === null ? `until ${timeOfDay(expires)} UTC` : `in ${connection}`;
  const patterns = [...runs.map((run) => `run ${run}`), ...effects.map(({ kind, pattern }) => `${kind} ${pattern}`)];
  return [id, `${agent} → ${target}`, where, `in ${cwd}`, `used ${used}`, `by ${by}`, ...patterns]
    .map(showText)
    .join(separator);
}

export function lockLine({ scope, by, since, note }: Lock): string {
  return [`locked ${scopeText(scope)}`, `by ${showText(by)}`, since, ...(note === null ? [] : [showText(note)])].join(
    separator,
  );
}
