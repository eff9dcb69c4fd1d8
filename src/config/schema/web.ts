// `web:`, how the auditors' page is reached; where it listens is `listen.web`.
import { z } from 'zod';
import { filePath } from './units.ts';

export const webSchema = z
  .strictObject({
    publicUrl: z
      .url({ protocol: /^https?$/, error: 'must be an address like `https://ostiary.example.org`' })
      .refine((url) => `${new URL(url).origin}/` === new URL(url).href, 'must end after the host and port')
      .transform((url) => new URL(url).origin)
      .optional()
      .describe('where people open the page, when it is not the address of `listen.web`'),
    trustProxy: z
      .boolean('must be true or false')
      .default(false)
      .describe('a proxy in front ends TLS, keeps the Host header and appends to X-Forwarded-For'),
    tls: z
      .strictObject({ cert: filePath, key: filePath })
      .optional()
      .describe('PEM files of a certificate and its private key'),
  })
  .prefault({});
