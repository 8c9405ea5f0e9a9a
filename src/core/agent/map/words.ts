// Words of prose and of names in code, made comparable: "loadInvoices" and "Invoice loading" share two of them.

const PARTS = /\p{Lu}+(?!\p{Ll})|\p{Lu}?[\p{Ll}\p{Lo}\p{Lm}\p{M}]+/gu;

/** Words that say nothing of where to look: those of every sentence, and those of every task. */
const EMPTY = new Set(
  `the and for with that this from have has had are was were been being will would shall should must can could may might
  not but when where which who whom whose what how why all any each every some none than then there their them they its
  into onto over under about after before between while until upon per via within without also only just more most less
  one two three first second new old other same such own very too use used uses using make makes made add adds added
  create creates created implement implements implemented build builds built write writes set sets get gets give gives
  provide provides support supports allow allows enable ensure ensures handle task tasks feature features work works
  able need needs want wants like show shows way thing things done todo src lib index main`
    .split(/\s+/)
    .map(stemOf),
);

/** The words of a text or a name, stemmed, without the empty ones; with repetitions. */
export function wordsOf(text: string): readonly string[] {
  return (text.match(PARTS) ?? []).map(stemOf).filter((word) => word.length > 2 && !EMPTY.has(word));
}

/** Light and only for comparing: plurals and verb forms lose their ends. */
function stemOf(word: string): string {
  const lower = word.toLowerCase();
  if (lower.length < 5) return lower.replace(/([^s])s$/, '$1');
  return lower
    .replace(/ies$/, 'y')
    .replace(/(?:ing|ed|es|s)$/, '')
    .replace(/e$/, '');
}

/** A name that is hardly a word of prose: `totalOf`, `MAX_SIZE`, `utf8`. */
export function isCodeName(word: string): boolean {
  return word.length > 3 && (/_|\p{Ll}\p{Lu}|\p{L}\p{N}/u.test(word.slice(0, -1)) || /^\p{L}+\p{N}+$/u.test(word));
}
