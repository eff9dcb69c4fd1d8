// Calls of the JSON API: what comes back is the answer or a coded failure; who is signed out is told so once.
import type { Failure } from '../../api.ts';
import { sentence } from '../parts/words.ts';
import { isAttended } from './attended.ts';

export type CallFailure = Failure['error'] & { readonly status: number };

/** As sentences, for a person. */
export const failureText = ({ message, remedy }: CallFailure) => `${sentence(message)} ${sentence(remedy)}`.trim();

/** What a call came to. */
export type Called<Answer> =
  | { readonly kind: 'answer'; readonly answer: Answer }
  | { readonly kind: 'failed'; readonly failure: CallFailure };

const base = '/api/v1';

/** Listeners of the moment the sign-in turns out to be over. */
export const signedOut = new EventTarget();

export function get<Answer>(path: string, query: object = {}, signal?: AbortSignal): Promise<Called<Answer>> {
  return call<Answer>(`${path}${queryText(query)}`, signal === undefined ? {} : { signal });
}

/** @param secret of this sign-in: everything but reading needs it */
export function post<Answer>(path: string, body: unknown, secret: string | null = null): Promise<Called<Answer>> {
  const headers = { 'Content-Type': 'application/json', ...(secret === null ? {} : { 'Ostiary-Secret': secret }) };
  return call<Answer>(path, { method: 'POST', headers, body: JSON.stringify(body) });
}

/** `?a=1&b=2` of what is neither null nor empty, else nothing. */
export function queryText(query: object): string {
  const kept = Object.entries(query).filter(([, value]) => value !== undefined && value !== null && value !== '');
  return kept.length === 0 ? '' : `?${new URLSearchParams(kept.map(([name, value]) => [name, String(value)]))}`;
}

/** The page's own origin, for a WebSocket. */
export const socketUrl = (path: string) => `${location.origin.replace(/^http/, 'ws')}${base}${path}`;

export const castUrl = (session: string) => `${base}/sessions/${encodeURIComponent(session)}/cast`;

async function call<Answer>(path: string, init: RequestInit): Promise<Called<Answer>> {
  try {
    const headers = { ...init.headers, ...(isAttended() ? {} : { 'Ostiary-Unattended': '1' }) };
    const response = await fetch(`${base}${path}`, { ...init, headers, credentials: 'same-origin', redirect: 'error' });
    if (response.status === 401) signedOut.dispatchEvent(new Event('out'));
    const text = await response.text();
    const body: unknown = text === '' ? {} : JSON.parse(text);
    if (response.ok) return { kind: 'answer', answer: body as Answer };
    return { kind: 'failed', failure: { ...failureOf(body), status: response.status } };
  } catch (error) {
    if (error instanceof DOMException && error.name === 'AbortError') throw error;
    const message = 'The broker does not answer.';
    return {
      kind: 'failed',
      failure: { code: 'UNREACHABLE', message, remedy: 'Is it running? Try again.', status: 0 },
    };
  }
}

function failureOf(body: unknown): Failure['error'] {
  if (typeof body === 'object' && body !== null && 'error' in body) return (body as Failure).error;
  return { code: 'UNKNOWN', message: 'The broker answered in a form this page does not know.', remedy: 'Reload it.' };
}
