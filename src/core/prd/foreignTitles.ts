// The usual sections of German and French documents: what each is for.
import type { SectionRole } from './model.ts';
import { rulesOf } from './rules.ts';

export const FOREIGN_TITLES = rulesOf<SectionRole>(
  [
    'out-of-scope',
    /\babgrenzung\b|\bnicht (?:bestandteil|enthalten|im umfang)\b|\bnicht-?ziele\b|\bnichtziele\b|\bhors (?:périmètre|champ)\b|\bhors du périmètre\b|\bnon-objectifs\b/,
  ],
  ['rejected', /^verworfene\b|\balternativen$|\balternatives (?:écartées|rejetées)\b/],
  ['risks', /\brisiken\b|\boffene (?:punkte|fragen|themen)\b|\brisques\b|\bquestions ouvertes\b|\bpoints ouverts\b/],
  ['glossary', /\bglossar\b|^begriffe\b|\babkürzungen\b|\bglossaire\b|^définitions$/],
  ['examples', /^beispiele?\b|^exemples?\b/],
  [
    'goals',
    /^(?:projekt|produkt)?ziele$|^zielsetzung(?:en)?$|\berfolgskriterien\b|\babnahmekriterien\b|^objectifs\b|\bcritères d['’](?:acceptation|acceptance)\b/,
  ],
  [
    'context',
    /^ausgangslage$|^ausgangssituation$|^einleitung$|^einführung$|^hintergrund$|^überblick$|^motivation$|^zusammenfassung$|^zielgruppen?$|^problemstellung$|\bänderungshistorie\b|^contexte$|^introduction générale$|^résumé$|^présentation\b/,
  ],
  ['phase', /^meilensteine$|^zeitplan$|^projektplan$|^phasen$|^jalons$|^calendrier$|^planning$/],
  [
    'constraints',
    /\brandbedingungen\b|\brahmenbedingungen\b|^annahmen\b|^abhängigkeiten$|\bvoraussetzungen\b|^contraintes\b|^hypothèses\b/,
  ],
  ['non-functional', /\bnicht-?\s?funktionale\b|\bqualitätsanforderungen\b|\bnon fonctionnelles?\b/],
  ['feature', /\banforderungen\b|\bfunktionen\b|\bexigences\b|\bfonctionnalités\b/],
);
