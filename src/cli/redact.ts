// `ostiary redact`: the broker's redaction as a Unix filter, streaming from stdin to stdout.
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import type { Command } from 'commander';
import { z } from 'zod';
import { parseYaml } from '../config/yaml-file.ts';
import { faults, isSystemError } from '../core/errors.ts';
import { type RedactionConfig, redactionConfig } from '../redaction/config.ts';
import { createRedaction, newSessionKey, type StreamRedactor } from '../redaction/redaction.ts';

/** A line that is clean, but not complete, leaves after this pause (ms); what may be a secret after the other. */
const idlePause = 20;
const capPause = 500;

const onlyRedaction = z.looseObject({ redaction: redactionConfig.prefault({}) });

interface Options {
  readonly config?: string;
  readonly values?: string;
  readonly stats?: boolean;
  readonly flushEveryWrite?: boolean;
}

export function registerRedact(program: Command): void {
  program
    .command('redact')
    .description('mask secrets in a stream: stdin to stdout')
    .option('--config <file>', 'an ostiary.yaml, of which only `redaction:` is read')
    .option('--values <file>', 'known values to mask in any encoding, one a line')
    .option('--stats', 'at the end, one JSON line on stderr: bytes and masks by kind')
    .option('--flush-every-write', 'do not wait for more before letting a clean beginning of a line go')
    .action(redact);
}

async function redact(options: Options): Promise<void> {
  const config = options.config === undefined ? redactionConfig.parse({}) : await readConfig(options.config);
  const values = options.values === undefined ? [] : await readValues(options.values);
  const redaction = createRedaction(config, values);
  if (redaction.refusedValues > 0) {
    process.stderr.write(`ostiary redact: ${redaction.refusedValues} known values are too short and are not masked\n`);
  }
  const stream = redaction.open(newSessionKey());
  const bytes = await filter(stream, options.flushEveryWrite ?? false);
  if (options.stats)
    process.stderr.write(`${JSON.stringify({ ...bytes, masks: Object.fromEntries(stream.counts) })}\n`);
}

async function filter(
  stream: StreamRedactor,
  flushEveryWrite: boolean,
): Promise<{ bytesIn: number; bytesOut: number }> {
  const bytes = { bytesIn: 0, bytesOut: 0 };
  const put = async (out: Uint8Array): Promise<void> => {
    bytes.bytesOut += out.length;
    if (out.length > 0 && !process.stdout.write(out)) await once(process.stdout, 'drain');
  };
  const timers = [idlePause, capPause].map(
    (pause, index) => ({ pause, reason: index === 0 ? 'idle' : 'cap' }) as const,
  );
  let running: NodeJS.Timeout[] = [];
  for await (const chunk of process.stdin) {
    running.forEach(clearTimeout);
    bytes.bytesIn += chunk.length;
    await put(stream.feed(chunk));
    if (flushEveryWrite) await put(stream.flush('idle'));
    running = timers.map(({ pause, reason }) => setTimeout(() => void put(stream.flush(reason)), pause));
  }
  running.forEach(clearTimeout);
  await put(stream.flush('end'));
  return bytes;
}

async function readConfig(file: string): Promise<RedactionConfig> {
  const yaml = parseYaml(await readText(file));
  const result = onlyRedaction.safeParse(yaml.value ?? {});
  if (yaml.errors.length === 0 && result.success) return result.data.redaction;
  const findings = [
    ...yaml.errors,
    ...(result.error?.issues.map(({ path, message }) => ({
      ...yaml.find(path as (string | number)[]),
      text: `${path.join('.')}: ${message}`,
    })) ?? []),
  ];
  throw faults.configInvalid(findings.map(({ line, column, text }) => `${file}:${line}:${column}: ${text}`));
}

async function readValues(file: string): Promise<string[]> {
  return (await readText(file)).split(/\r?\n/).filter((line) => line !== '');
}

async function readText(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    if (isSystemError(error, 'ENOENT')) throw faults.configMissing(file);
    throw error;
  }
}
