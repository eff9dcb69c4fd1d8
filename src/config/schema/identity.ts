// `identities:`, who may come to the door.
import { z } from 'zod';
import { line, name } from './units.ts';

const words = z.array(line, 'must be a list').default([]);

export const identitySchema = z.strictObject({
  name: name.describe('unique among the identities'),
  kind: z.enum(['agent', 'operator', 'auditor']).describe('agents run statements, operators decide, auditors look'),
  owner: line.optional().describe('the person behind it'),
  roles: words,
  groups: words,
  keys: words.describe('SSH public keys, each as one line of an authorized_keys file without options'),
  targets: words.describe('names of targets it may enter; * stands for any run of characters'),
  attended: z
    .boolean('must be true or false')
    .default(true)
    .describe('false: nobody is there to ask, so every `ask` becomes a denial'),
});
