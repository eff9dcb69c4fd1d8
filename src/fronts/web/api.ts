// The JSON API under /api/v1, as zod schemas: what each address takes and answers. The server checks what comes in by
// them, the page has its types from them. Times are ISO 8601 UTC with milliseconds, durations seconds unless said.
import { z } from 'zod';

/** The one form of an error, with a status of 4xx or 5xx. */
export const failure = z.object({
  error: z.object({ code: z.string(), message: z.string(), remedy: z.string() }),
});
export type Failure = z.infer<typeof failure>;

const time = z.string();
const decision = z.enum(['allow', 'ask', 'deny']);
const page = { cursor: z.string().max(256).optional(), limit: z.coerce.number().int().min(1).max(200).default(50) };

/** GET /me */
export const me = z.object({
  name: z.string(),
  kind: z.enum(['operator', 'auditor']),
  owner: z.string(),
  version: z.string(),
  /** The highest level this broker gives, as printed. */
  level: z.string(),
  /** The sign-in ends then, however much is asked for; earlier when nothing is for half an hour. */
  expires: time,
});
export type Me = z.infer<typeof me>;

/** POST /secret: once per sign-in, within its first minute. Everything but reading needs it as `Ostiary-Secret`. */
export const secret = z.object({ secret: z.string() });

/** GET /sessions */
export const sessionsQuery = z.strictObject({
  identity: z.string().max(64).optional(),
  owner: z.string().max(128).optional(),
  target: z.string().max(64).optional(),
  state: z.enum(['live', 'closed', 'interrupted']).optional(),
  /** Only sessions in which something was denied, asked, or masked. */
  had: z.enum(['denied', 'asked', 'masked']).optional(),
  after: z.string().max(32).optional(),
  before: z.string().max(32).optional(),
  sort: z
    .enum(['opened', 'duration', 'statements', 'denied', 'asked', 'masks', 'identity', 'target'])
    .default('opened'),
  order: z.enum(['desc', 'asc']).default('desc'),
  ...page,
});
export type SessionsQuery = z.input<typeof sessionsQuery>;

export const session = z.object({
  id: z.string(),
  identity: z.string(),
  owner: z.string(),
  target: z.string(),
  mode: z.string(),
  level: z.string(),
  state: z.enum(['live', 'closed', 'interrupted']),
  opened: time,
  closed: time.nullable(),
  statements: z.number(),
  denied: z.number(),
  asked: z.number(),
  masks: z.number(),
  status: z.number().nullable(),
});
export type Session = z.infer<typeof session>;
export const sessions = z.object({ sessions: z.array(session), cursor: z.string().nullable() });

/** GET /sessions/:id */
export const sessionDetail = session.extend({
  /** False when retention deleted the recording. */
  recorded: z.boolean(),
  pty: z.boolean(),
});

/** Longest pause that is kept in replay, in seconds; without it all are kept. */
const idle = z.coerce.number().min(0.1).max(3600).optional();

/** GET /sessions/:id/statements; with `idle`, the moments are those of a replay without long pauses. */
export const statementsQuery = z.strictObject({ idle, ...page });

export const statement = z.object({
  request: z.string(),
  sequence: z.number(),
  text: z.string(),
  decision: decision.nullable(),
  /** How it ended for the agent: `ran` also when it failed; `pending` while a person is asked. */
  outcome: z.enum(['ran', 'running', 'denied', 'expired', 'cancelled', 'dropped', 'pending', 'unknown']),
  /** The rules that decided, strictest first, and their sentence. */
  rules: z.array(z.string()),
  say: z.string(),
  /** Who decided, where a person did, and what they said. */
  by: z.string().nullable(),
  note: z.string().nullable(),
  submitted: time,
  /** How long a person was asked, in seconds; null when nobody was. */
  waited: z.number().nullable(),
  started: time.nullable(),
  finished: time.nullable(),
  status: z.number().nullable(),
  /** Bytes it printed on both streams. */
  printed: z.number().nullable(),
  masks: z.record(z.string(), z.number()),
  /** Seconds from the start of the recording to its marker; null when the recording has none. */
  moment: z.number().nullable(),
});
export type Statement = z.infer<typeof statement>;
export const statements = z.object({ statements: z.array(statement), cursor: z.string().nullable() });

/** GET /sessions/:id/replay?idle=2, and the files it leads to. */
export const replayQuery = z.strictObject({ idle });

/** How to play it. The player gets `url`: a cast, or the index of segments. */
export const replay = z.object({
  form: z.enum(['whole', 'segmented', 'preparing', 'gone', 'live']),
  url: z.string().nullable(),
});
export type Replay = z.infer<typeof replay>;

/** POST /sessions/:id/check: the recording, statements and events against each other. */
export const check = z.object({
  session: z.string(),
  sound: z.boolean(),
  findings: z.array(z.object({ code: z.string(), sentence: z.string(), breaks: z.boolean() })),
  checked: z.object({ events: z.number(), statements: z.number(), bytes: z.number() }),
});
export type Check = z.infer<typeof check>;

/** GET /search */
export const searchQuery = z.strictObject({ q: z.string().min(1).max(1000), ...page });
export const hits = z.object({
  hits: z.array(
    z.object({
      session: z.string(),
      request: z.string(),
      sequence: z.number(),
      identity: z.string(),
      target: z.string(),
      time,
      decision: decision.nullable(),
      statement: z.string(),
      found: z.enum(['statement', 'output']),
      snippet: z.array(z.object({ text: z.string(), hit: z.boolean() })),
      moment: z.number().nullable(),
    }),
  ),
  cursor: z.string().nullable(),
});
export type Hits = z.infer<typeof hits>;

/** GET /requests: what waits for a person, ordered by time left. Every text of it is untrusted. */
export const request = z.object({
  request: z.string(),
  session: z.string(),
  /** Identical requests that one decision is about, this one among them. */
  requests: z.array(z.string()),
  digest: z.string(),
  agent: z.object({ name: z.string(), owner: z.string() }),
  target: z.object({ name: z.string(), kind: z.string(), labels: z.record(z.string(), z.string()) }),
  level: z.string(),
  mode: z.string(),
  cwd: z.string(),
  statement: z.string(),
  /** One line an effect, as the console prints it; what asks or denies comes first. */
  effects: z.array(z.object({ text: z.string(), decision, rules: z.array(z.string()) })),
  rules: z.array(z.string()),
  say: z.string(),
  reason: z.string().nullable(),
  highRisk: z.boolean(),
  noteRequired: z.boolean(),
  /** What would be read from the client, as the console says it; null when nothing. */
  stdin: z.string().nullable(),
  files: z.array(z.object({ path: z.string(), size: z.number(), sha256: z.string(), head: z.string() })),
  asked: time,
  /** Seconds left at the time of the answer. */
  left: z.number(),
  /** Why this viewer may not decide; null when they may. */
  forbidden: z.string().nullable(),
});
export type Request = z.infer<typeof request>;
export const requests = z.object({ requests: z.array(request) });

/** POST /requests/:id/decision, with the secret. `digest` and `requests` are those of the card that was on the screen. */
export const decisionBody = z.strictObject({
  decision: z.enum(['approve', 'deny']),
  note: z.string().max(1000).nullable(),
  digest: z.string().max(128),
  requests: z.array(z.string().max(64)).max(200),
  /** High risk: the word `approve`, typed. */
  word: z.string().max(32).nullable(),
});
export type DecisionBody = z.infer<typeof decisionBody>;
export const decided = z.object({
  result: z.enum(['done', 'too-late', 'already-decided', 'not-permitted', 'note-required', 'changed', 'word-required']),
  sentence: z.string(),
});
export type Decided = z.infer<typeof decided>;

/** POST /sessions/:id/kill, with the secret. */
export const killed = z.object({ session: z.string() });

/** POST /locks, POST /locks/remove, with the secret; both answer like GET /locks. */
export const lockBody = z.strictObject({
  scope: z.enum(['agent', 'target', 'everything']),
  name: z.string().max(64).nullable(),
  note: z.string().max(1000).nullable(),
});
export type LockBody = z.infer<typeof lockBody>;
export const locks = z.object({
  locks: z.array(
    z.object({
      scope: z.enum(['agent', 'target', 'everything']),
      name: z.string().nullable(),
      by: z.string(),
      note: z.string().nullable(),
      since: time,
    }),
  ),
});

/** WebSocket /api/v1/changes: text messages, hints of what to read again; nothing else is in them. */
export const change = z.object({ changed: z.enum(['requests', 'sessions', 'locks']) });

// WebSocket /api/v1/sessions/:id/live, subprotocol v1.alis: the session as it goes on (ALiS v1).
// GET /api/v1/sessions/:id/cast: the recording as a file. GET /api/v1/sessions/:id/replay/:name: what `replay.url` names.
// POST /sign-out ends the sign-in.
