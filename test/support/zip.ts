// Writes a ZIP archive without compression: enough for a .docx that a test needs.
import { crc32 } from 'node:zlib';

export function zip(files: Readonly<Record<string, string>>): Buffer {
  const parts: Buffer[] = [];
  const directory: Buffer[] = [];
  let offset = 0;
  for (const [name, text] of Object.entries(files)) {
    const path = Buffer.from(name);
    const data = Buffer.from(text);
    const fields = fieldsOf(data, path.length);
    const local = Buffer.concat([uint32(0x04034b50), uint16(20), fields, uint16(0), path, data]);
    parts.push(local);
    const places = Buffer.concat([uint16(0), uint16(0), uint16(0), uint16(0), uint32(0), uint32(offset)]);
    directory.push(Buffer.concat([uint32(0x02014b50), uint16(20), uint16(20), fields, places, path]));
    offset += local.length;
  }
  const count = uint16(parts.length);
  const entries = Buffer.concat(directory);
  const end = [
    uint32(0x06054b50),
    uint16(0),
    uint16(0),
    count,
    count,
    uint32(entries.length),
    uint32(offset),
    uint16(0),
  ];
  return Buffer.concat([...parts, entries, ...end]);
}

/** Flags, method, time, date, checksum, sizes and name length: the same in both headers. */
function fieldsOf(data: Buffer, nameLength: number): Buffer {
  const size = uint32(data.length);
  return Buffer.concat([
    uint16(0),
    uint16(0),
    uint16(0),
    uint16(0x21),
    uint32(crc32(data)),
    size,
    size,
    uint16(nameLength),
  ]);
}

function uint16(value: number): Buffer {
  const bytes = Buffer.alloc(2);
  bytes.writeUInt16LE(value);
  return bytes;
}

function uint32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32LE(value);
  return bytes;
}
