// Replacements in a text, one after the other: all of them, or none and the reason in words for the model.
import { findMatches, lineAt, type Matches } from './match.ts';
import { nearestTexts } from './nearest.ts';

export interface TextEdit {
  readonly oldText: string;
  readonly newText: string;
  readonly replaceAll: boolean;
}

export type EditResult =
  | {
      readonly kind: 'applied';
      readonly text: string;
      /** First and last line of each replacement in the text as it is after its edit, and whether blanks were overlooked. */
      readonly done: readonly { readonly from: number; readonly to: number; readonly isTolerant: boolean }[];
    }
  | { readonly kind: 'failed'; readonly message: string };

/** Each edit sees what the earlier ones have made. Untouched places stay as they are to the byte. */
export function applyEdits(original: string, edits: readonly TextEdit[]): EditResult {
  let text = original;
  const done: { from: number; to: number; isTolerant: boolean }[] = [];
  for (const [index, edit] of edits.entries()) {
    const result = applyEdit(text, edit);
    if (result.kind === 'failed') {
      const which = edits.length > 1 ? `Edit ${index + 1} of ${edits.length}: ` : '';
      const touched = index > 0 && isThere(original, edit) ? EARLIER : '';
      return { kind: 'failed', message: `${which}${result.message}${touched}\nNothing was changed.` };
    }
    text = result.text;
    done.push(...result.done);
  }
  return { kind: 'applied', text, done };
}

const EARLIER = '\nAn earlier edit of this call changed that place: quote what it made of it, or join the two edits.';

const isThere = (text: string, { oldText, newText }: TextEdit): boolean =>
  oldText !== '' && findMatches(text, oldText, newText) !== null;

function applyEdit(text: string, edit: TextEdit): EditResult {
  const { oldText, newText, replaceAll } = edit;
  if (oldText === '') return failed(EMPTY_OLD);
  if (oldText === newText) return failed('old_text and new_text are the same. Leave the edit out, or mend new_text.');
  const matches = findMatches(text, oldText, newText);
  if (!matches) return failed(notFound(text, oldText));
  if (matches.places.length > 1 && !replaceAll) return failed(ambiguous(text, matches));
  let result = '';
  let [at, line] = [0, 1];
  const done: { from: number; to: number; isTolerant: boolean }[] = [];
  for (const place of matches.places) {
    if (place.start < at) continue; // It overlaps with the one before.
    const replacement = matches.replace(place);
    if (!replacement) return failed(badIndent(lineAt(text, place.start)));
    const before = text.slice(at, place.start);
    line += lineEnds(before);
    const to = line + lineEnds(replacement.text);
    const isTolerant = matches.kind === 'tolerant';
    done.push({ from: line, to: replacement.text.endsWith('\n') ? to - 1 : to, isTolerant });
    result += before + replacement.text;
    [at, line] = [place.end, to];
  }
  return { kind: 'applied', text: result + text.slice(at), done };
}

const lineEnds = (text: string): number => text.split('\n').length - 1;

const failed = (message: string): EditResult => ({ kind: 'failed', message });

const EMPTY_OLD =
  'old_text is empty. To insert, quote the line before or after and repeat it in new_text; to make or fill a whole file, use write_file.';

const badIndent = (line: number): string =>
  `old_text is found at line ${line} only apart from its indentation, which does not tell how new_text is to be indented. Quote the lines exactly as read_file shows them.`;

const MAX_PLACES = 10;

function ambiguous(text: string, { places, kind }: Matches): string {
  const lines = places.slice(0, MAX_PLACES).map(({ start }) => lineAt(text, start));
  const more = places.length > MAX_PLACES ? ', …' : '';
  const how = kind === 'tolerant' ? ' (apart from blanks)' : '';
  return `old_text is found ${places.length} times${how}, at lines ${lines.join(', ')}${more}. Quote more lines around the one you mean, or set replace_all.`;
}

const MAX_SHOWN = 1_500;

function notFound(text: string, oldText: string): string {
  const quoted = oldText.split('\n').filter((line) => line.trim() !== '');
  const hasNumbers = quoted.length > 0 && quoted.every((line) => /^\s*\d+\t/.test(line));
  if (hasNumbers)
    return 'old_text is not found: it holds the line numbers that read_file shows. Quote the lines without them.';
  const candidates = nearestTexts(text, oldText);
  if (candidates.length === 0)
    return 'old_text is not found, nor anything like it. Read the file again, or search for it.';
  const shown = candidates.map(({ line, text: found, likeness }) => {
    const cut = found.length > MAX_SHOWN ? `${found.slice(0, MAX_SHOWN)}…` : found;
    return `Line ${line} (${Math.floor(likeness * 100)} % alike):\n${cut}`;
  });
  return `old_text is not found. Nearest in the file:\n${shown.join('\n')}\nQuote the text exactly as it stands there.`;
}
