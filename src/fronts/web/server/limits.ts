// How much of everything the page's door takes, and how long things hold. Durations in ms, sizes in bytes.

export interface WebLimits {
  /** From the request of a link to its use. */
  readonly link: number;
  /** The same for the one that is printed when the broker starts. */
  readonly firstLink: number;
  /** Without a request a sign-in ends … */
  readonly idle: number;
  /** … and in any case after this. */
  readonly maxDuration: number;
  /** From signing in, the page may ask for its secret. */
  readonly secret: number;
  /** Sign-in tries of one network at once, and the pause after which one more is let through. */
  readonly tries: number;
  readonly triesRefill: number;
  readonly body: number;
  /** Request line and headers. */
  readonly headers: number;
  /** To send the headers, and the whole request. */
  readonly headersTime: number;
  readonly requestTime: number;
  /** Without a byte either way a connection is closed. */
  readonly silence: number;
  readonly connections: number;
  /** Of these, without a sign-in. */
  readonly strangers: number;
  readonly socketsPerSignIn: number;
  /** Of a WebSocket message that comes in. */
  readonly message: number;
  /** A viewer for whom more than this waits is dropped until it has read, then begins anew from the screen. */
  readonly viewerLag: number;
  /** Between two pings; who answers none is gone. */
  readonly heartbeat: number;
}

export const defaultLimits: WebLimits = {
  link: 60_000,
  firstLink: 10 * 60_000,
  idle: 30 * 60_000,
  maxDuration: 12 * 3_600_000,
  secret: 60_000,
  tries: 10,
  triesRefill: 6000,
  body: 64 * 1024,
  headers: 16 * 1024,
  headersTime: 10_000,
  requestTime: 20_000,
  silence: 60_000,
  connections: 500,
  strangers: 400,
  socketsPerSignIn: 16,
  message: 4096,
  viewerLag: 1024 * 1024,
  heartbeat: 30_000,
};
