// Which capitals of a document are names, so that "Document Parser" can become "the document parser" and Stripe stays Stripe.

const KNOWN =
  /^(?:GitHub|Google|Stripe|Slack|Docker|Kubernetes|React|Python|Rust|Java|Node|Windows|Linux|Android|Excel|Markdown|English|French|German|Spanish|Claude|Anthropic|Postgres|Redis|Prisma|Figma|Jira|Apple|Amazon|Azure|Microsoft|Chrome|Firefox|Safari|Braille|Monday|Sunday|Gantt|Unicode|Oauth|Bluetooth|Internet|Cursor|OpenAI|GitLab|Bitbucket|Salesforce|Shopify|PayPal|Twilio|Turkish|Italian|Dutch|Polish|Portuguese|Chinese|Japanese|Korean|Arabic|Russian|Ukrainian|Swedish|Danish|Norwegian|Finnish|Greek|Czech|Hungarian|Hebrew|Hindi|January|February|April|June|July|August|September|October|November|December|Tuesday|Wednesday|Thursday|Friday|Saturday)$/u;
/** Made of verbs and qualities: "Delivery" and "Notifications" with a capital refer to a heading. */
const COMMON = /(?:tion|ment|er[yi]|ing|ance|ence|ity|ness|statistic|redirect)s?$/u;
/** Never a name, not even as a single capital. */
const ARTICLE = /^(?:A|An|The)$/u;
const CAPITALISED = /^\p{Lu}[\p{Ll}’']+$/u;

/** True for a word that keeps its capital in the middle of a title. */
export type IsName = (word: string) => boolean;

/** Learns names from running text: words that stand with a capital inside sentences and never without one. */
export function learnNames(texts: Iterable<string>): IsName {
  const inside = new Set<string>();
  const lower = new Set<string>();
  for (const text of texts) {
    const words = text.split(/[^\p{L}\p{N}’'_]+/u).filter(Boolean);
    const headline = isHeadline(text);
    const isCapital = (index: number): boolean => CAPITALISED.test(words[index] ?? '');
    for (const [index, word] of words.entries()) {
      if (!CAPITALISED.test(word)) lower.add(word.toLowerCase());
      else if (
        index > 0 &&
        !headline &&
        !(isCapital(index - 1) && isCapital(index + 1)) &&
        !isLastOfThree(index, isCapital) &&
        !startsSentence(text, word)
      ) {
        inside.add(word);
      }
    }
  }
  return (word) => KNOWN.test(word) || (inside.has(word) && !COMMON.test(word) && !lower.has(word.toLowerCase()));
}

/** "Product Requirements Document": three in a row are an expression that was set in capitals, not a name. */
function isLastOfThree(index: number, isCapital: (index: number) => boolean): boolean {
  return (isCapital(index - 1) && isCapital(index - 2)) || (isCapital(index + 1) && isCapital(index + 2));
}

function startsSentence(text: string, word: string): boolean {
  return /[.:!?]$|(?:^|\s)\d+(?:[.:]\d+)*[.)]?$/u.test(text.slice(0, text.indexOf(word)).trimEnd());
}

/** Sentence case: plain capitalised words become lower-case, names, acronyms and "iPhone" stay. */
export function lowerCapitals(text: string, isName: IsName): string {
  return text.replaceAll(/[\p{L}\p{N}’'_]+(?!\+)/gu, (word, at: number) =>
    (ARTICLE.test(word) && !isLetter(text, at)) || (CAPITALISED.test(word) && !isName(word))
      ? word.toLowerCase()
      : word,
  );
}

/** "workstream A – schema", "plan A": a letter that counts, not an article. */
function isLetter(text: string, at: number): boolean {
  return text[at] === 'A' && at > 0 && /^A(?:\s?[–—:.,)-]|\s*$)/u.test(text.slice(at, at + 3));
}

/** A product of someone else, which everyone knows. */
export function isKnownName(word: string): boolean {
  return KNOWN.test(word);
}

/** Set like a headline ("Session Management"), so that its capitals say nothing. */
export function isHeadline(text: string): boolean {
  const words = text.split(/[^\p{L}\p{N}’'_]+/u).filter((word) => /^\p{L}/u.test(word));
  return words.length > 1 && words.filter((word) => /^\p{Lu}/u.test(word)).length * 2 > words.length;
}
