// German and French words: English ones put in front of them would only spoil them, so they stay as they stand.
import { cleanWording } from './wording.ts';

const FOREIGN = new Set(
  'der das dem den ein eine einen einer eines und oder nicht ist sind wird werden mit für von vom im zum zur bei nach über unter auf aus muss müssen soll sollen kann können darf dürfen keine als wenn le la les des du une est sont pour dans avec doit doivent peut peuvent sur aux ne pas ou et qui par'.split(
    ' ',
  ),
);
const ENGLISH = new Set(
  'the a an and or of to for with when must shall should will can is are by from on at that as not only per all each every no into'.split(
    ' ',
  ),
);
const LONGEST = 110;

/** True for a text with at least two words that only German or French has, and more of them than of English ones. */
export function isForeign(text: string): boolean {
  const [foreign, english] = counts(text);
  return foreign >= 2 && foreign > english;
}

/** True where a good part of all texts is in such a language: then a title without any telling word is, too. */
export function isForeignDocument(texts: readonly string[]): boolean {
  return texts.filter(isForeign).length * 5 > texts.length;
}

/** The document's own words as a title; null for a text that is in English. */
export function foreignTitle(wording: string, isForeignAround: boolean): string | null {
  const text = cleanWording(wording);
  const isTold = isForeign(text) || (isForeignAround && counts(text)[1] === 0);
  if (!isTold) return null;
  const words = text.replace(/[.:;]+$/, '');
  const cut = words.length <= LONGEST ? words : `${words.slice(0, LONGEST).replace(/\s+\S*$/, '')}…`;
  return cut.charAt(0).toUpperCase() + cut.slice(1);
}

function counts(text: string): readonly [foreign: number, english: number] {
  // Capitals alone are names: "MIT" is a licence.
  const found = text.match(/\p{L}+/gu) ?? [];
  const words = found.filter((word) => word.length < 2 || /\p{Ll}/u.test(word)).map((word) => word.toLowerCase());
  return [words.filter((word) => FOREIGN.has(word)).length, words.filter((word) => ENGLISH.has(word)).length];
}
