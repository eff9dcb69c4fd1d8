// The bytes of an array as a Buffer, not copied: what is written to one is written to both.

export function bufferOf(bytes: Uint8Array): Buffer {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}
