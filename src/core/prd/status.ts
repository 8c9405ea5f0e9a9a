// Marks that people put before an item or after a heading to say how far it is.

/** A pictograph that says a state, e.g. ✅ 🔄 ❌ ❓ 🚧; also ✓ and ✔. */
export const STATUS_MARK = /(?:\p{Extended_Pictographic}|✓|✗|✘|☐|☑|☒)(?:\uFE0F|\u200D\p{Extended_Pictographic})*/u;

const LEADING_MARKS = new RegExp(`^(?:${STATUS_MARK.source}\\s*)+`, 'u');
const FIRST_MARK = 0x2000;
const DONE = /^(?:✅|✔|✓|☑|🎉|🟢)/u;

/** Marks that say how far something is; every other picture is an ornament. */
const STATE = /^(?:✅|✔|✓|☑|☐|☒|✗|✘|❌|❎|⬜|🟢|🟡|🟠|🔴|🔄|⏳|⌛|🚧|❓|⚠|🎉|⏸|🔜|🆕|⛔|🛑)/u;

export function isStateMark(mark: string): boolean {
  return STATE.test(mark);
}

export function isDoneMark(mark: string): boolean {
  return DONE.test(mark);
}

/** Splits leading marks off a text. `done` is absent where no mark stands. */
export function splitStatus(text: string): { readonly words: string; readonly mark?: string; readonly done?: boolean } {
  // Marks lie beyond the scripts that words are written in: most texts need no closer look.
  if (text.charCodeAt(0) < FIRST_MARK) return { words: text };
  const mark = LEADING_MARKS.exec(text)?.[0];
  if (mark === undefined) return { words: text };
  return { words: text.slice(mark.length), mark: mark.trim(), done: isDoneMark(mark) };
}
