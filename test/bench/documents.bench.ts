// How long it takes to read documents, and for how long at most the reading holds up everything else.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { DocumentReader } from '../../src/core/prd/document.ts';
import { pickReader, readPrd } from '../../src/core/prd/read.ts';
import { documentReaders } from '../../src/node/documents/readers.ts';
import { pdfOf, type PdfText } from '../support/pdf.ts';
import { type Benchmark, median } from './benchmark.ts';

const RUNS = 5;
const MEGABYTE = 1024 * 1024;

export const benchmarks: readonly Benchmark[] = [
  { name: 'documents: 1 MB of Markdown', run: () => measure('a.md', markdownOf(MEGABYTE)) },
  { name: 'documents: 10 MB of Markdown', run: () => measure('a.md', markdownOf(10 * MEGABYTE)) },
  {
    name: 'documents: PDF of 50 pages',
    run: () => measure('a.pdf', pdfOf(Array.from({ length: 50 }, (_, page) => pageOf(page)))),
  },
];

async function measure(name: string, bytes: Uint8Array): Promise<string> {
  const reader = pickReader(documentReaders, name);
  const times: number[] = [];
  const pauses: number[] = [];
  let found = 0;
  for (let run = 0; run < RUNS; run++) {
    const start = performance.now();
    found = (await readPrd(reader, bytes)).requirements.length;
    times.push(performance.now() - start);
    // In a run of its own: watching costs time.
    pauses.push(await longestPause(reader, bytes));
  }
  const first = firstReads(name, bytes);
  return `${median(times).toFixed(0)} ms (first in a new process ${first.toFixed(0)} ms, longest pause ${median(pauses).toFixed(0)} ms, ${found} requirements)`;
}

/** The median of readings that each have a process to themselves, as after a start of the editor: nothing is compiled yet. */
function firstReads(name: string, bytes: Uint8Array): number {
  const folder = mkdtempSync(join(tmpdir(), 'conductor-bench-'));
  try {
    const file = join(folder, name);
    writeFileSync(file, bytes);
    const times = Array.from({ length: RUNS }, () => {
      const args = [join(import.meta.dirname, 'firstRead.ts'), file];
      const { stdout, stderr, status } = spawnSync(process.execPath, args, { encoding: 'utf8' });
      if (status !== 0) throw new Error(`The reading in a new process failed: ${stderr}`);
      return Number(stdout);
    });
    return median(times);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** A timer that should ring every millisecond shows for how long nothing else could run. */
async function longestPause(reader: DocumentReader, bytes: Uint8Array): Promise<number> {
  let last = performance.now();
  let pause = 0;
  const tick = (): void => {
    pause = Math.max(pause, performance.now() - last);
    last = performance.now();
  };
  const timer = setInterval(tick, 1);
  await readPrd(reader, bytes);
  tick();
  clearInterval(timer);
  return pause;
}

function markdownOf(bytes: number): Uint8Array {
  const section = `## 3.1 Orders

The shop shall **keep** each order for ten years. Orders come from the web and from the till, and nobody types them twice.

- **Search**
  - [x] Find orders by name, number or \`sku\` (P1)
  - [ ] Show the newest orders first, after the login is done
- Export one month as CSV; see [the format](format.md)

| ID | Requirement | Priority |
|----|-------------|----------|
| F1 | Print a label for each parcel | Must |
| F2 | Print a bill in the language of the customer | Should |

\`\`\`sql
SELECT * FROM orders WHERE must_not_be_read = 1;
\`\`\`

`;
  return new TextEncoder().encode(`# Shop\n\n${section.repeat(Math.ceil(bytes / section.length))}`.slice(0, bytes));
}

function pageOf(page: number): PdfText[] {
  const texts: PdfText[] = [
    { text: 'Shop requirements', x: 50, y: 810, size: 8 },
    { text: `${page + 1}. Orders of region ${page + 1}`, x: 50, y: 770, size: 16, bold: true },
  ];
  for (let line = 0; line < 45; line++) {
    const y = 740 - line * 15;
    if (line % 3 === 0) texts.push({ text: '•', x: 55, y });
    texts.push({
      text: `The shop shall print label ${line} of page ${page} for each parcel in the language of its customer`,
      x: 65,
      y,
    });
  }
  return [...texts, { text: `Page ${page + 1} of 50`, x: 270, y: 25, size: 8 }];
}
