// search: lines of the project's files that hold a text or match a regular expression.
import * as z from 'zod';
import { isConductorError } from '../errors.ts';
import type { Overlay } from '../review/overlay.ts';
import { isSecretPath } from '../review/paths/secretPaths.ts';
import { globMatcher } from './glob.ts';
import { linePattern, type LinePattern } from './pattern.ts';
import { defineTool } from './tool.ts';

const MAX_FOUND = 200;
const MAX_SHOWN_LINE = 300;
const TIME_MS = 10_000;
/** Files read side by side. */
const BATCH = 32;

export const search = defineTool({
  name: 'search',
  description: `Searches the lines of all files that git does not ignore, your proposals included. At most ${MAX_FOUND} lines are given, as path:number:text.`,
  input: z.strictObject({
    pattern: z.string().describe('A text; with regex, a JavaScript regular expression for one line.'),
    regex: z.boolean().optional(),
    ignore_case: z.boolean().optional(),
    glob: z.string().optional().describe('Only files that match, e.g. src/**/*.ts.'),
    context: z.int().min(0).max(10).optional().describe('Lines shown before and after each.'),
  }),
  risk: 'read',
  subject: () => ({ kind: 'none' }),
  run: async ({ pattern, regex = false, ignore_case = false, glob, context = 0 }, { files, signal }) => {
    const line = linePattern(pattern, regex, ignore_case);
    // A file of secrets is read by name, which is asked, or not at all.
    const paths = (await files.list()).filter(globMatcher(glob)).filter((path) => !isSecretPath(path));
    const found = await searchFiles(files, paths, { line, context, signal });
    return { text: found.text === '' ? nothing(paths.length, found.notes) : [found.text, ...found.notes].join('\n') };
  },
});

const nothing = (count: number, notes: readonly string[]): string =>
  [count === 0 ? 'No file matches the glob.' : `Nothing found in ${count} files.`, ...notes].join('\n');

interface Job {
  readonly line: LinePattern;
  readonly context: number;
  readonly signal: AbortSignal;
}

async function searchFiles(files: Overlay, paths: readonly string[], job: Job) {
  const deadline = Date.now() + TIME_MS;
  const blocks: string[] = [];
  const notes = new Set<string>();
  let count = 0;
  for (let at = 0; at < paths.length; at += BATCH) {
    job.signal.throwIfAborted();
    const batch = paths.slice(at, at + BATCH);
    const texts = await Promise.all(batch.map((path) => readPlain(files, path)));
    for (const [index, path] of batch.entries()) {
      const isLate = Date.now() > deadline;
      if (isLate || count >= MAX_FOUND) {
        const why = isLate ? `Stopped after ${TIME_MS / 1000} s` : `Stopped at ${MAX_FOUND} lines`;
        notes.add(`[${why}, before ${path}: narrow the search with a glob]`);
        return { text: blocks.join('\n'), notes: [...notes] };
      }
      const found = searchText(texts[index] ?? '', job, MAX_FOUND - count, deadline);
      if (found.isCut) notes.add(`[Of long lines only the first ${job.line.maxLine} characters were searched]`);
      if (found.isSlow) notes.add('[Lines for which the pattern takes too long were left out: use a simpler one]');
      if (found.lines.length > 0) blocks.push(show(path, found.all, found.lines, job.context));
      count += found.lines.length;
    }
  }
  return { text: blocks.join('\n'), notes: [...notes] };
}

/** Null for what is binary, gone, or a link: what it points to is found by its own name. */
async function readPlain(files: Overlay, path: string): Promise<string | null> {
  try {
    const file = await files.read(path);
    return file?.link === undefined ? (file?.content?.text ?? null) : null;
  } catch (error) {
    if (isConductorError(error)) return null; // A link that leaves the project.
    throw error;
  }
}

function searchText(text: string, { line }: Job, limit: number, deadline: number) {
  const all = text.split(/\r?\n/);
  const lines: number[] = [];
  let [isCut, isSlow] = [false, false];
  for (const [index, whole] of all.entries()) {
    if (lines.length >= limit || Date.now() > deadline) break;
    const isLong = whole.length > line.maxLine;
    isCut ||= isLong;
    const isFound = line.test(isLong ? whole.slice(0, line.maxLine) : whole);
    if (isFound === true) lines.push(index);
    isSlow ||= isFound === null;
  }
  return { all, lines, isCut, isSlow };
}

/** As grep shows it: `path:12:text` for what was found, `path-11-text` around it, `--` between places. */
function show(path: string, all: readonly string[], lines: readonly number[], context: number): string {
  const found = new Set(lines);
  const shown: string[] = [];
  let last = -1;
  for (const line of lines) {
    const from = Math.max(last + 1, line - context);
    if (context > 0 && last >= 0 && from > last + 1) shown.push('--');
    const to = Math.min(all.length - 1, line + context);
    for (let at = from; at <= to; at++) {
      const mark = found.has(at) ? ':' : '-';
      shown.push(`${path}${mark}${at + 1}${mark}${cut(all[at] ?? '')}`);
    }
    last = Math.max(last, to);
  }
  return shown.join('\n');
}

const cut = (line: string): string =>
  line.length > MAX_SHOWN_LINE ? `${line.slice(0, MAX_SHOWN_LINE)}… (${line.length} characters)` : line;
