// What the page says in words: durations, sizes, times, verdicts.
import type { Statement } from '../../api.ts';

/** `43 ms`, `4.3 s`, `43 s`, `2:07`, `1:02:07`; never negative. @param seconds */
export function durationText(seconds: number): string {
  const whole = Math.max(0, seconds);
  if (whole < 0.9995) return `${Math.round(whole * 1000)} ms`;
  if (whole < 10) return `${whole.toFixed(1)} s`;
  if (whole < 60) return `${Math.floor(whole)} s`;
  const clock = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60, Math.floor(whole) % 60];
  const [hours = 0, minutes = 0, rest = 0] = clock;
  const tail = String(rest).padStart(2, '0');
  return hours === 0 ? `${minutes}:${tail}` : `${hours}:${String(minutes).padStart(2, '0')}:${tail}`;
}

/** `0 B`, `812 B`, `4.2 KB`, `12 MB` */
export function sizeText(bytes: number): string {
  if (bytes < 1000) return `${bytes} B`;
  const step =
    bytes < 999_500 ? ([1e3, 'KB'] as const) : bytes < 999_500_000 ? ([1e6, 'MB'] as const) : ([1e9, 'GB'] as const);
  const scaled = bytes / step[0];
  return `${scaled < 9.95 ? scaled.toFixed(1) : Math.round(scaled)} ${step[1]}`;
}

/** `2026-11-22 14:03:11` of an ISO time: UTC, as in log and console. */
export const timeText = (iso: string) => `${iso.slice(0, 10)} ${iso.slice(11, 19)}`;

/** `14:03:11` */
export const timeOfDay = (iso: string) => iso.slice(11, 19);

/** `1 statement`, `2 statements` */
export const countText = (count: number, word: string) => `${count} ${word}${count === 1 ? '' : 's'}`;

/** How a statement is coloured: what the door did with it. */
export type Tone = 'allowed' | 'approved' | 'denied' | 'waiting' | 'lapsed';

export function toneOf({ outcome, decision }: Pick<Statement, 'outcome' | 'decision'>): Tone {
  switch (outcome) {
    case 'ran':
    case 'running':
      return decision === 'ask' ? 'approved' : 'allowed';
    case 'denied':
      return 'denied';
    case 'pending':
      return 'waiting';
    case 'expired':
    case 'cancelled':
    case 'dropped':
    case 'unknown':
      return 'lapsed';
  }
}

/** `approved`, `denied`, `waits` … without a name: names are untrusted and shown apart. */
export function verdictWord(statement: Pick<Statement, 'outcome' | 'decision'>): string {
  switch (statement.outcome) {
    case 'ran':
    case 'running':
      return toneOf(statement);
    case 'pending':
      return 'waits';
    case 'unknown':
      return 'not decided';
    default:
      return statement.outcome;
  }
}

/** `3 masked: 2 aws-key, 1 email`; empty when nothing was. */
export function masksText(masks: Readonly<Record<string, number>>): string {
  const kinds = Object.entries(masks).filter(([, count]) => count > 0);
  if (kinds.length === 0) return '';
  const total = kinds.reduce((sum, [, count]) => sum + count, 0);
  return `${total} masked: ${kinds.map(([kind, count]) => `${count} ${kind}`).join(', ')}`;
}

/** The broker’s words for programs as a sentence for people: a capital, a full stop. */
export function sentence(text: string): string {
  const begun = `${text.charAt(0).toUpperCase()}${text.slice(1)}`;
  return begun === '' || /[.!?…]$/.test(begun) ? begun : `${begun}.`;
}
