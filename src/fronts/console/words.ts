// What the console says in words: durations, outcomes, results. Names and notes are made visible here.
import type { DecisionResult, LockScope, Outcome, RuleScope } from '../../approval/approval.ts';
import { showText } from './text/pieces.ts';

/** `43s`, `2:07`, `1:02:07`; never negative. @param micros µs */
export function duration(micros: number): string {
  const seconds = Math.max(0, Math.floor(micros / 1_000_000));
  if (seconds < 60) return `${seconds}s`;
  const clock = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60];
  const [hours = 0, minutes = 0, rest = 0] = clock;
  const tail = String(rest).padStart(2, '0');
  return hours === 0 ? `${minutes}:${tail}` : `${hours}:${String(minutes).padStart(2, '0')}:${tail}`;
}

/** `0`, `812 B/s`, `4.2 KB/s`, `12 MB/s` */
export function rate(bytes: number): string {
  if (bytes < 1000) return bytes === 0 ? '0' : `${bytes} B/s`;
  const [scaled, unit] = bytes < 1_000_000 ? [bytes / 1000, 'KB/s'] : [bytes / 1_000_000, 'MB/s'];
  return `${scaled < 10 ? scaled.toFixed(1) : Math.round(scaled)} ${unit}`;
}

/** `14:03:11` of an ISO time in UTC. */
export const timeOfDay = (iso: string) => iso.slice(11, 19);

const noteOf = (note: string | null) => (note === null || note === '' ? '' : `: ${showText(note)}`);

/** `approved by maria: note` */
export function outcomeText(outcome: Outcome): string {
  switch (outcome.kind) {
    case 'approved':
    case 'denied':
      return `${outcome.kind} by ${showText(outcome.by)}${noteOf(outcome.note)}`;
    case 'expired':
      return `expired: nobody decided in ${outcome.seconds} s`;
    case 'cancelled':
      return `cancelled: ${showText(outcome.why)}`;
    case 'superseded':
      return `superseded: policy now denies it (${outcome.rules.map(showText).join(', ')})`;
    case 'locked':
      return `stopped by the lock on ${scopeText(outcome.lock.scope)}`;
    case 'overflow':
      return 'turned away: too many wait already';
    case 'interrupted':
      return 'interrupted: the broker ended';
  }
}

/** What a decision came to, as a sentence without a full stop. */
export function resultText(result: DecisionResult, did: 'approved' | 'denied', request: string): string {
  switch (result.kind) {
    case 'done':
      return `${did} ${result.requests.length > 1 ? `${result.requests.length} requests: ` : ''}${result.requests.join(' ')}`;
    case 'too-late':
      return `too late: ${request} ended as ${result.outcome} at ${timeOfDay(result.at)} UTC`;
    case 'already-decided':
      return `already ${result.outcome} by ${showText(result.by)} at ${timeOfDay(result.at)} UTC`;
    case 'not-permitted':
      return `not permitted: ${showText(result.why)}`;
    case 'note-required':
      return 'a note is required';
    case 'too-early':
      return 'too soon: read the card first';
    case 'changed':
      return 'the card has changed since it was shown: look again';
    case 'unknown':
      return `there is no request ${showText(request)} for you`;
  }
}

export function scopeText(scope: LockScope): string {
  return scope.kind === 'everything' ? 'everything' : `${scope.kind} ${showText(scope.name)}`;
}

export const ruleScopeText = (scope: RuleScope) =>
  scope.kind === 'connection' ? 'this connection' : `${scope.minutes} minutes`;
