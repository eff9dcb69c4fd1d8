// `audit:`, where the log is made evidence: checkpoints that leave the broker's own disk.
import { z } from 'zod';
import { duration, filePath } from './units.ts';

const second = 1000; // ms

export const auditSchema = z
  .strictObject({
    checkpoints: z
      .strictObject({
        file: filePath.optional().describe('a file outside the state folder that every checkpoint is appended to'),
        webhook: z
          .url({ protocol: /^https?$/, error: 'must be an http or https address' })
          .optional()
          .describe('an address that every checkpoint is sent to'),
        every: duration
          .refine((ms) => ms >= second, 'must be at least `1s`')
          .prefault('60s')
          .describe('between two checkpoints, also when nothing happened'),
      })
      .prefault({}),
  })
  .prefault({});
