// Names, passwords and keys given to programs that speak HTTP: `curl -u name:password`.
import { pattern } from '../pattern-rule.ts';
import { isSecretValue } from './assignment/values.ts';
import { command, gap, isGiven } from './commands.ts';

export const httpClients = [
  command(
    ['curl', 'wget', 'http ', 'https ', 'httpie', 'aria2c'],
    String.raw`${gap}(?:-u|--user|-U|--proxy-user|-a|--auth)[ =]{0,2}["']?[^\s:"'$<]{0,64}:`,
    [
      'curl -s -u bob:⟦hunter_K6b⟧ https://x.test',
      'curl --user "bob:⟦hunter_K6b⟧" https://x.test',
      'curl -u ":⟦hunter_K6b⟧" https://x.test',
    ],
    ['curl -u "$USER:$PASS" https://x', 'curl -u bob: https://x.test', 'curl -u <user:password> https://x.test'],
  ),
  pattern({
    kind: 'password-option',
    // The line goes on from the one before, where the command stands.
    triggers: ['-u ', '--user '],
    begin: (text, at) => (at <= 64 && /^[ \t]*$/.test(text.slice(0, at)) ? at : -1),
    pattern: /-(?:u|-user)[ \t]+["']?[^\s:"'$]{1,128}:(?<v>[^\s"'`]{0,256})/,
    accept: (value) => isGiven(value) && /[A-Za-z]/.test(value) && (/[0-9]/.test(value) || value.length >= 12),
    finds: ['  -u client_7f:⟦hunter_K6b⟧ \\', '--user "bob:⟦hunter_K6b⟧"'],
    ignores: ['  -u 1000:1000 \\', '-u "$USER:$PASS"', '  -u user:group'],
  }),
  command(
    // A key in place of the name, and no password.
    ['curl'],
    `${gap}(?:-u|--user)[ =]{0,2}`,
    ['curl -u "⟦d2LkV78zLxT4b:⟧" https://x.test', 'curl https://x.test -u ⟦d2LkV78zLxT4b:⟧'],
    ['curl -u some.body2026: https://x.test', 'curl -u bob:$PW https://x.test'],
    (value) => /^[A-Za-z0-9_!-]{11,128}:$/.test(value) && isSecretValue(value.slice(0, -1), 'key', 'strict'),
  ),
];
