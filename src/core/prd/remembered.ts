// Answers that are asked for again: headings and table headers repeat within a document, and each is looked at several times.

/** Beyond this many the oldest go all at once; few documents have as many different headings. */
const MOST = 1_000;

/** The same function, which keeps what it found. Its answers are shared, so nobody may change them. */
export function remembered<Answer extends object | string | null>(
  ask: (text: string) => Answer,
): (text: string) => Answer {
  const known = new Map<string, Answer>();
  return (text) => {
    const answer = known.get(text);
    if (answer !== undefined) return answer;
    const found = ask(text);
    if (known.size >= MOST) known.clear();
    known.set(text, found);
    return found;
  };
}
