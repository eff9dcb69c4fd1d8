// The whole of ostiary.yaml: what may stand in it, and its defaults.
import { z } from 'zod';
import { redactionConfig } from '../../redaction/config.ts';
import { auditSchema } from './audit.ts';
import { identitySchema } from './identity.ts';
import { limitsSchema, recordingsSchema } from './limits.ts';
import { targetSchema } from './target.ts';
import { address, filePath, requiredPath } from './units.ts';
import { webSchema } from './web.ts';

export const CONFIG_VERSION = 1;

export const configSchema = z.strictObject({
  version: z.literal(CONFIG_VERSION),
  listen: z.strictObject({ ssh: address.prefault('127.0.0.1:2222'), web: address.optional() }).prefault({}),
  state: filePath.default('.').describe('folder of the database, the host key and the lock'),
  identities: z.array(identitySchema, 'must be a list').default([]),
  targets: z.array(targetSchema, 'must be a list').default([]),
  policy: requiredPath(
    'say which file judges statements (`policy: policy.yaml`), or `policy: none` to record without judging',
  ).describe('the file that judges statements; `none` lets everything through and only records'),
  recordings: recordingsSchema,
  limits: limitsSchema,
  audit: auditSchema,
  web: webSchema,
  redaction: redactionConfig.prefault({}).describe('what is masked in everything that leaves'),
  hostKeys: z
    .array(filePath, 'must be a list')
    .default([])
    .describe('private key files; by default one is made in the state folder'),
});

/** What the file says, defaults filled in; paths are still as written. */
export type WrittenConfig = z.output<typeof configSchema>;

/** JSON Schema (2020-12) of ostiary.yaml, for editors. */
export function configJsonSchema(): z.core.JSONSchema.BaseSchema {
  return z.toJSONSchema(configSchema, { io: 'input' });
}
