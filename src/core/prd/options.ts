// A document that weighs options against each other: those that it does not choose become nothing.
import type { Section } from './model.ts';
import { normalise } from './text.ts';

const OPTION = /^(?:option|alternative|approach)\s+\S+$/i;
const VERDICT = /^(?:recommendation|decision|chosen (?:option|approach)|conclusion)\b[\s:–—-]*/i;
const CHOSEN = /\b(?:chosen|selected|recommended|preferred|accepted)\b/i;

/** Gives options the role `rejected`, or `context` where a sibling names them as the choice. */
export function withoutRejectedOptions(sections: readonly Section[]): Section[] {
  const verdicts = new Map<string | null, string>();
  for (const { parent, title, text } of sections) {
    if (VERDICT.test(title)) verdicts.set(parent, normalise(title.replace(VERDICT, '') || text));
  }
  const roles = new Map<string, 'rejected' | 'context'>();
  return sections.map((section) => {
    const inherited = section.parent === null ? undefined : roles.get(section.parent);
    const role = OPTION.test(section.number ?? '') ? optionRole(section, verdicts.get(section.parent)) : inherited;
    if (role === undefined) return section;
    roles.set(section.id, role);
    return { ...section, role };
  });
}

function optionRole({ title, number }: Section, verdict: string | undefined): 'rejected' | 'context' {
  if (CHOSEN.test(title)) return 'context';
  const name = normalise(title);
  const isNamed =
    verdict !== undefined && verdict !== '' && (name.includes(verdict) || verdict.includes(normalise(number ?? name)));
  return isNamed ? 'context' : 'rejected';
}
