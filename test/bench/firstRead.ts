// Reads one document in a process that has read none, and prints the milliseconds that the reading took.
import { readFileSync } from 'node:fs';
import { pickReader, readPrd } from '../../src/core/prd/read.ts';
import { documentReaders } from '../../src/node/documents/readers.ts';

const [file = ''] = process.argv.slice(2);
const bytes = readFileSync(file);
const start = performance.now();
await readPrd(pickReader(documentReaders, file), bytes);
console.log(performance.now() - start);
