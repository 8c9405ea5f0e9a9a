// Recognises the sentences that state a requirement: user stories, EARS, modal verbs, numbered statements.
import type { Requirement } from './model.ts';

const STORY =
  /^as (?:an?|the) [^,.]{2,80}[,]? (?:i|we) (?:want|need|would like|can|must be able|should be able|wish)\b/i;
const EARS =
  /^(?:when|while|whenever|where|if|once|upon|after|before|during)\b.{3,}?,? (?:then )?(?:the|an?|each|every|all)? ?[^,]{2,80}? (?:shall|must|should|will)\b/i;
const MODAL =
  /^we need to (?!verify|know|understand|decide|discuss|check)|\b(?:must|shall|should|will|(?<!\bwe )needs? to|ha(?:s|ve) to|(?:is|are) required to|(?:is|are) expected to|cannot|can not|may not)\b/i;
const STRONG = /\b(?:shall|must)\b/i;
/** Subjects that talk about the document or the people who write it, not about the product. */
const NOT_THE_PRODUCT =
  /^(?:this (?:document|section|prd|page|chapter|approach|phase|will)|these (?:changes|sections)|it (?:will|should) be (?:noted|clear)|there will|we (?:will|'ll|should consider)|i will|you (?:will|should|must)|they will|that (?:will|should)|note\b|remember\b|however,? (?:we|this))/i;
/** "FR-12", "NFR 3", "REQ_007", "[R1]", "US-4", with what closes it. */
const IDENTIFIER =
  /^[[(]?((?:FR|NFR|REQ|RQ|UR|SR|BR|TR|US|AC|CR|PR|SEC|PERF|UI|DR|IR|R|F|C|A|G|M|[A-Z]{2,6}(?=[-_]))[-_ ]?\d{1,4}(?:[.-]\d{1,3})*)[\])]?(?:\s*[:.)–—-]+\s*|\s+)(?=\S)/;

/** "B1. Set up …", "D2: …": any other letter counts only with what closes it; "P0: …", "Q3: …", "V1: …" and "W2: …" say when. */
const LETTERED = /^([BDEJKLNOSTUXYZ]\d{1,2}(?:\.\d{1,2})?)(?:\s*[.:)]\s+|\s+[–—-]\s+)(?=\p{Lu})/u;

/** "3.1.2 The system shall …"; no figure such as "2.5 million" or "1.5 GB". */
const NUMBER = /^(\d{1,3}(?:\.\d{1,3}){1,5})\.?\s+(?=\p{Lu}[\p{Ll}-]|An?\s)/u;

/** "(must): The system shall …": the tag stays, for it is read elsewhere; the colon behind it goes. */
const TAG_BEHIND = /^([([][^()[\]]{1,30}[)\]])\s*[:.–—-]\s+/;

export type Form = Requirement['form'];

/** The form of a sentence that states a requirement by itself; undefined for a sentence that only tells. */
export function formOf(sentence: string): Form | undefined {
  if (/[?:]\W*$/.test(sentence) || sentence.length < 12) return undefined;
  if (STORY.test(sentence)) return 'story';
  if (!MODAL.test(sentence) || NOT_THE_PRODUCT.test(sentence)) return undefined;
  return EARS.test(sentence) ? 'ears' : 'modal';
}

/** Strong enough to count even where a section only gives context. */
export function isStrong(sentence: string, form: Form): boolean {
  return form === 'story' || STRONG.test(sentence);
}

/** True for words that number a requirement and name nothing, such as "FR-12". */
export function isIdentifier(words: string): boolean {
  return splitIdentifier(`${words} Xx`)?.rest === 'Xx';
}

/** An identifier that opens a statement, and the words after it. */
export function splitIdentifier(text: string): { readonly identifier: string; readonly rest: string } | undefined {
  const match = IDENTIFIER.exec(text) ?? LETTERED.exec(text) ?? NUMBER.exec(text);
  if (match?.[1] === undefined) return undefined;
  return { identifier: match[1], rest: text.slice(match[0].length).replace(TAG_BEHIND, '$1') };
}
