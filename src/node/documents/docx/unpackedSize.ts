// How large the files of a ZIP archive say that they become, told without unpacking anything.

const CENTRAL_HEADER = 0x02014b50;
const END_RECORD = 0x06054b50;
const END_RECORD_BYTES = 22;
const HEADER_BYTES = 46;

/** In bytes; 0 where the bytes are no archive. */
export function unpackedSize(bytes: Uint8Array): number {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const end = endRecord(view);
  if (end === undefined) return 0;
  let at = view.getUint32(end + 16, true);
  let size = 0;
  while (at + HEADER_BYTES <= view.byteLength && view.getUint32(at, true) === CENTRAL_HEADER) {
    size += view.getUint32(at + 24, true);
    at += HEADER_BYTES + view.getUint16(at + 28, true) + view.getUint16(at + 30, true) + view.getUint16(at + 32, true);
  }
  return size;
}

/** The end record stands last, with at most 64 kB of comment behind it. */
function endRecord(view: DataView): number | undefined {
  const first = Math.max(0, view.byteLength - END_RECORD_BYTES - 0xffff);
  for (let at = view.byteLength - END_RECORD_BYTES; at >= first; at--) {
    if (view.getUint32(at, true) === END_RECORD) return at;
  }
  return undefined;
}
