// Prose behind a label.
import { proseColumns, type Screen } from './screen.ts';
import { wrap } from './width.ts';

/** Text that wraps under itself, with the label before its first line. */
export function hang(label: string, text: string, screen: Screen): readonly string[] {
  const width = Math.max(20, Math.min(screen.columns, proseColumns) - label.length);
  return wrap(text, width).map((line, index) => (index === 0 ? label : ' '.repeat(label.length)) + line);
}
