// Output of a session without a terminal, made readable on one: nobody turned its line feeds into return + line feed.

/** A step that puts a return before each bare line feed, also across chunks. */
export function createReturnAdder(): (bytes: Uint8Array) => Uint8Array {
  let last = 0;
  return (bytes) => {
    if (bytes.length === 0) return bytes;
    const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1');
    const added = text.replace(/(?<!\r)\n/g, (_, index) => (index === 0 && last === 13 ? '\n' : '\r\n'));
    last = bytes[bytes.length - 1]!;
    return Buffer.from(added, 'latin1');
  };
}
