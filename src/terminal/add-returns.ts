// Output of a session without a terminal, made readable on one: nobody turned its line feeds into return + line feed.
import { bufferOf } from '../core/buffer-of.ts';

/**
 * A step that puts a return before each bare line feed, also across chunks.
 * @param pty true when the output had a terminal: then it stays as it is
 */
export function createReturnAdder(pty: boolean): (bytes: Uint8Array) => Uint8Array {
  if (pty) return (bytes) => bytes;
  let last = 0;
  return (bytes) => {
    if (bytes.length === 0) return bytes;
    const text = bufferOf(bytes).toString('latin1');
    const added = text.replace(/(?<!\r)\n/g, (_, index) => (index === 0 && last === 13 ? '\n' : '\r\n'));
    last = bytes[bytes.length - 1]!;
    return Buffer.from(added, 'latin1');
  };
}
