// Numbers and articles of English words.

/** True for a subject of several: "the pages", "people", "name and date". */
export function plural(subject: string): boolean {
  return /[^su]s$|people|data$|\band\b/iu.test(subject);
}

/** "an" before a vowel as it is spoken: "a user", "an hour", "an SMS". */
export function isSpokenVowel(text: string): boolean {
  return (
    /^[AEFHILMNORSX](?:[A-Z]|[B-DF-HJ-NP-TV-Z][A-Z]*|[AEIOU][A-Z])(?![\p{L}\p{N}])/u.test(text) ||
    /^(?:[aei]|o(?!ne\b|nce\b)|u(?!n?i|s[aei]|ti|rl)|hour|hono)/iu.test(text) ||
    /^8|^11\b|^1[18]-/u.test(text)
  );
}
