// The headers every answer has: nothing from elsewhere runs, nobody frames, sniffs or keeps it.

/** What the page needs and nothing else: its own files, and WebAssembly for the player's terminal. */
const policy = [
  "default-src 'none'",
  "script-src 'self' 'wasm-unsafe-eval'",
  "style-src 'self'",
  "img-src 'self' data:",
  "font-src 'self'",
  "connect-src 'self'",
  "worker-src 'self'",
  "base-uri 'none'",
  "form-action 'self'",
  "frame-ancestors 'none'",
].join('; ');

export function safeHeaders(secure: boolean): Readonly<Record<string, string>> {
  return {
    'Content-Security-Policy': policy,
    'X-Content-Type-Options': 'nosniff',
    'Referrer-Policy': 'no-referrer',
    'Cross-Origin-Opener-Policy': 'same-origin',
    'Cross-Origin-Resource-Policy': 'same-origin',
    'Permissions-Policy': 'camera=(), geolocation=(), microphone=(), payment=(), usb=()',
    'Cache-Control': 'no-store',
    // RFC 6797: not for plain HTTP on the loopback interface.
    ...(secure ? { 'Strict-Transport-Security': 'max-age=31536000' } : {}),
  };
}
