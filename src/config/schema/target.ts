// `targets:`, the places where statements run. A new kind of target is one more object in the union.
import { z } from 'zod';
import { filePath, name } from './units.ts';

const labels = z.record(z.string(), z.string('must be a text'), 'must be keys and texts').default({});

const localSchema = z.strictObject({
  name: name.describe('what an agent gives as login name'),
  kind: z.literal('local'),
  user: name.optional().describe('the account its statements run under; by default the broker’s own'),
  shell: filePath.startsWith('/', 'must be an absolute path').default('/bin/bash'),
  workspace: filePath.describe('where sessions begin'),
  path: z
    .string('must be a text')
    .regex(/^\/[^:\0]*(:\/[^:\0]*)*$/, 'must be absolute folders with `:` between them')
    .default('/usr/local/bin:/usr/bin:/bin')
    .describe('PATH of its statements'),
  labels,
});

export const targetSchema = z.discriminatedUnion('kind', [localSchema]);
