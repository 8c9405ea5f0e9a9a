// Is this Markdown file a PRD? Told by its name and its headings, before anything is parsed.

const NAME = /(?:^|[/._-])(?:prd|requirements?|spec(?:s|ification)?|user-stor(?:y|ies))(?:[._-]|\.md$)/i;
const TITLE =
  /^#\s.*\b(?:PRD|product requirements?|requirements? (?:document|specification)|functional specification)\b/im;
const HEADING = /^#{1,4}\s+(?:[\d.]+\s+)?(.*)$/gm;
const TELLING =
  /\b(?:requirements?|user stor(?:y|ies)|acceptance criteria|out of scope|non-goals|success (?:metrics|criteria)|milestones?|core features|assumptions)\b/i;
/** So many headings that only a PRD has make one. */
const ENOUGH = 2;
/** A PRD shows what it is in its beginning. */
const LOOK_AT = 64 * 1024;

export function looksLikePrd(path: string, text: string): boolean {
  if (NAME.test(path)) return true;
  const start = text.slice(0, LOOK_AT);
  if (TITLE.test(start)) return true;
  const telling = [...start.matchAll(HEADING)].filter(([, title = '']) => TELLING.test(title));
  return telling.length >= ENOUGH;
}
