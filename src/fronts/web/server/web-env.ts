// What every route of the page is given, and how it reads what came in.
import type { Socket } from 'node:net';
import type { HttpBindings } from '@hono/node-server';
import type { Context } from 'hono';
import type { z } from 'zod';
import { isId } from '../../../core/ids.ts';
import { type Identity, isGranted } from '../../../identity/identity.ts';
import type { SessionRow } from '../../../store/store.ts';
import type { Access } from './access.ts';
import { RequestFailure } from './failures.ts';
import type { WebParts } from './parts.ts';
import type { SignIn, SignIns } from './sign-ins.ts';

export interface WebEnv {
  Bindings: HttpBindings;
  Variables: { signIn: SignIn; viewer: Identity };
}

export type Call = Context<WebEnv>;

export interface RouteParts extends WebParts {
  readonly access: Access;
  readonly signIns: SignIns;
  /** Somebody signed in asks on this connection. */
  known(connection: Socket): void;
}

/** @throws RequestFailure naming the first thing that is wrong. */
export function readQuery<Schema extends z.ZodType>(call: Call, schema: Schema): z.output<Schema> {
  return check(schema, call.req.query());
}

/** For after every wait: a place may be lost meanwhile. @throws RequestFailure */
export function checkStillIn(call: Call): void {
  if (call.get('signIn').ended.aborted) throw new RequestFailure('SIGNED_OUT');
}

/** @throws RequestFailure */
export async function readBody<Schema extends z.ZodType>(call: Call, schema: Schema): Promise<z.output<Schema>> {
  if (!/^application\/json\s*(?:;|$)/i.test(call.req.header('Content-Type') ?? '')) {
    throw new RequestFailure('NOT_JSON');
  }
  const text = await call.req.text();
  checkStillIn(call);
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new RequestFailure('NOT_JSON');
  }
  return check(schema, value);
}

function check<Schema extends z.ZodType>(schema: Schema, value: unknown): z.output<Schema> {
  const read = schema.safeParse(value);
  if (read.success) return read.data;
  const [issue] = read.error.issues;
  throw new RequestFailure('REQUEST_INVALID', `${issue?.path.join('.') || 'the request'}: ${issue?.message ?? ''}`);
}

/** The session of the address, if this viewer may see it. @throws RequestFailure: what is not theirs is not there */
export function findSession(viewer: Identity, id: string, { store }: Pick<WebParts, 'store'>): SessionRow {
  const row = isId('ses', id) ? store.session(id) : null;
  if (row === null || !isGranted(viewer, row.target)) throw new RequestFailure('NOT_FOUND');
  return row;
}
