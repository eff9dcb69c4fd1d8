// `targets:`, the places where statements run. A new kind of target is one more object in the union.
import { z } from 'zod';
import { filePath, line, name } from './units.ts';

const labels = z.record(z.string(), line, 'must be keys and texts').default({});

/** As useradd(8) takes it on Debian and its kin. */
const userName = z.string('must be a text').regex(/^[A-Za-z_][A-Za-z0-9_.-]{0,31}$/, 'must be the name of an account');

const localSchema = z.strictObject({
  name: name.describe('what an agent gives as login name'),
  kind: z.literal('local'),
  user: userName.optional().describe('the account its statements run under; by default the broker’s own'),
  shell: filePath.startsWith('/', 'must be an absolute path').default('/bin/bash'),
  workspace: filePath.describe('where sessions begin'),
  path: z
    .string('must be a text')
    .regex(/^\/[^:\0]*(:\/[^:\0]*)*$/, 'must be absolute folders with `:` between them')
    .default('/usr/local/bin:/usr/bin:/bin')
    .describe('PATH of its statements'),
  redact: z
    .enum(['secrets', 'all'], 'must be `secrets` or `all`')
    .optional()
    .describe('what is masked here; `all` is secrets and personal data. By default as `redaction:` says'),
  labels,
});

export const targetSchema = z.discriminatedUnion('kind', [localSchema]);
