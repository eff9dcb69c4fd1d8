// Signal names an SSH channel may carry (RFC 4254 §6.10), without SIG.

export const signalNames: ReadonlySet<string> = new Set(
  'ABRT ALRM FPE HUP ILL INT KILL PIPE QUIT SEGV TERM USR1 USR2'.split(' '),
);
