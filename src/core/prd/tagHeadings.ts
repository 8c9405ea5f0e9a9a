// XML-like tags around sections of a plain text ("<overview> … </overview>") serve as headings.

/** Tags that only wrap a document or belong to HTML: they name no section. */
const WRAPPERS =
  /^(?:prd|document|doc|context|root|xml|html|body|div|span|p|br|hr|section|main|article|header|footer|details|summary|table|tr|td|th|thead|tbody|ul|ol|li|pre|code|a|b|i|em|strong|center|img)$/i;

/** The heading that a line with nothing but a tag stands for; '' for a tag that is only left out; undefined for other lines. */
export function tagHeading(line: string, next: string | undefined): string | undefined {
  const match = /^\s*<(\/?)([a-zA-Z][\w:-]*)(?:\s[^<>]*)?>\s*$/.exec(line);
  if (!match) return undefined;
  const [, closing, name = ''] = match;
  const hasHeading = /^\s*#{1,6}\s/.test(next ?? '');
  if (closing === '/' || WRAPPERS.test(name) || hasHeading) return '';
  const words = name
    .replace(/[_:-]+/g, ' ')
    .replace(/(\p{Ll})(\p{Lu})/gu, '$1 $2')
    .toLowerCase();
  return words.charAt(0).toUpperCase() + words.slice(1);
}
