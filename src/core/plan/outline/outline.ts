// A PRD as a tree: sections with their children, their own requirements, and the role that they really play.
import type { Prd, Requirement, Section, SectionRole } from '../../prd/model.ts';

/** Roles that no heading below can shake off. */
const BINDING: ReadonlySet<SectionRole> = new Set(['rejected', 'out-of-scope', 'future', 'examples', 'glossary']);
/** Roles that a heading below has as well, unless it clearly has another. */
const LENT: ReadonlySet<SectionRole> = new Set(['risks', 'goals', 'constraints', 'non-functional', 'phase']);

export interface Outline {
  readonly prd: Prd;
  /** Sections without a parent. */
  readonly roots: readonly Section[];
  childrenOf(section: Section): readonly Section[];
  parentOf(section: Section): Section | null;
  section(id: string | null): Section | null;
  roleOf(section: Section): SectionRole;
  /** Requirements directly in the section, without those nested in another; null: before the first heading. */
  requirementsIn(section: Section | null): readonly Requirement[];
  nestedIn(requirement: Requirement): readonly Requirement[];
}

export function outlineOf(prd: Prd): Outline {
  const byId = new Map(prd.sections.map((section) => [section.id, section]));
  const children = Map.groupBy(prd.sections, ({ parent }) => parent);
  const known = new Set(prd.requirements.map(({ id }) => id));
  const isNested = ({ parent }: Requirement): boolean => parent !== null && known.has(parent);
  const direct = Map.groupBy(
    prd.requirements.filter((requirement) => !isNested(requirement)),
    ({ section }) => (section !== null && byId.has(section) ? section : null),
  );
  const nested = Map.groupBy(prd.requirements.filter(isNested), ({ parent }) => parent);
  const roles = effectiveRoles(prd.sections, byId);
  return {
    prd,
    roots: prd.sections.filter(({ parent }) => parent === null || !byId.has(parent)),
    childrenOf: ({ id }) => children.get(id) ?? [],
    parentOf: ({ parent }) => (parent === null ? null : (byId.get(parent) ?? null)),
    section: (id) => (id === null ? null : (byId.get(id) ?? null)),
    roleOf: ({ id, role }) => roles.get(id) ?? role,
    requirementsIn: (section) => direct.get(section?.id ?? null) ?? [],
    nestedIn: ({ id }) => nested.get(id) ?? [],
  };
}

/** Parents stand before their children, so that one pass is enough. */
function effectiveRoles(sections: readonly Section[], byId: ReadonlyMap<string, Section>): Map<string, SectionRole> {
  const roles = new Map<string, SectionRole>();
  for (const { id, parent, role } of sections) {
    const above = parent === null || !byId.has(parent) ? undefined : roles.get(parent);
    const isVague = role === 'feature' || role === 'context';
    roles.set(id, above && (BINDING.has(above) || (isVague && LENT.has(above))) ? above : role);
  }
  return roles;
}
