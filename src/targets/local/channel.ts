// The two private pipes between broker and driver: statements go out on one, reports come back on the other.
import { randomInt } from 'node:crypto';
import { Socket } from 'node:net';

/** What the driver says about the statement that was given this nonce. */
export type Report =
  | { readonly kind: 'begun'; readonly nonce: string }
  | { readonly kind: 'ended'; readonly nonce: string; readonly status: number; readonly cwd: string };

export interface Channel {
  send(text: string): void;
  close(): void;
}

// Longer than any working directory the kernel can name (PATH_MAX); what is longer is nobody's report.
const longestReport = 16 * 1024;

/** Takes over both descriptors. `onReport` gets every well-formed report, `onNoise` a text that is none. */
export function openChannel(
  statements: number,
  status: number,
  onReport: (report: Report) => void,
  onNoise: (bytes: number) => void,
): Channel {
  const out = new Socket({ fd: statements, readable: false, writable: true });
  const back = new Socket({ fd: status, readable: true, writable: false });
  // The driver is gone: its exit tells, not the pipe.
  out.on('error', () => {});
  back.on('error', () => {});
  let rest: Buffer = Buffer.alloc(0);
  back.on('data', (bytes: Buffer) => {
    rest = rest.length > 0 ? Buffer.concat([rest, bytes]) : bytes;
    for (let end = rest.indexOf(0); end >= 0; end = rest.indexOf(0)) {
      const report = parseReport(rest.subarray(0, end));
      if (report !== null) onReport(report);
      else onNoise(end);
      rest = rest.subarray(end + 1);
    }
    if (rest.length > longestReport) {
      onNoise(rest.length);
      rest = Buffer.alloc(0);
    }
  });
  return {
    send: (text) => void out.write(text),
    close: () => {
      out.destroy();
      back.destroy();
    },
  };
}

function parseReport(bytes: Buffer): Report | null {
  const text = bytes.toString();
  const begun = /^B ([A-Z0-9]+)$/.exec(text);
  if (begun) return { kind: 'begun', nonce: begun[1]! };
  const ended = /^R ([A-Z0-9]+) (\d{1,3}) (\/.*)\n$/s.exec(text);
  return ended ? { kind: 'ended', nonce: ended[1]!, status: Number(ended[2]), cwd: ended[3]! } : null;
}

const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789';

/**
 * A word no statement can guess (129 bits). It ends in digits: should ctrl-C make bash lose the beginning of a report
 * line, the rest is not the name of a program.
 */
export function newNonce(): string {
  const pick = () => letters[randomInt(letters.length)];
  return `N${Array.from({ length: 25 }, pick).join('')}${String(randomInt(1000)).padStart(3, '0')}`;
}
