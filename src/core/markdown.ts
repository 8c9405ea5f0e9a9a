// Text of a document, for Markdown that must show it as it stands.

/** Every mark of Markdown, HTML, links and icons becomes the plain character. */
export function escapeMarkdown(text: string): string {
  return text.replace(/[\\`*_{}[\]()#+\-.!|<>~&:$@=]/g, '\\$&').replace(/\r?\n/g, '  \n');
}
