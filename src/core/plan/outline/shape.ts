// Gives the forest its depth: lone children melt into their parents, and what lies too deep becomes something to check.
import { adopt, cover, type Draft } from './draft.ts';

export function shapeForest(roots: readonly Draft[], maxDepth: number): void {
  for (const root of roots) shape(root, Math.max(1, Math.floor(maxDepth)));
}

function shape(draft: Draft, levels: number): void {
  meltOnlyChild(draft);
  if (levels === 1) foldChildren(draft);
  for (const child of draft.children) shape(child, levels - 1);
}

/** What a document calls an epic stays one, however few stories it has. */
function isEpic({ section }: Draft): boolean {
  return section !== null && /^(?:epic|theme|initiative)\b/iu.test(section.number ?? section.title);
}

/** A parent with one child is one task. */
function meltOnlyChild(draft: Draft): void {
  if (isEpic(draft)) return;
  for (let [only, ...others] = draft.children; only && others.length === 0; [only, ...others] = draft.children) {
    draft.children.length = 0;
    absorb(draft, only);
    adopt(draft, only.children);
  }
}

function foldChildren(draft: Draft): void {
  const children = draft.children.splice(0);
  for (const child of children) {
    foldChildren(child);
    absorb(draft, child);
  }
}

function absorb(draft: Draft, other: Draft): void {
  for (const requirement of other.covers) cover(draft, requirement, null);
  for (const requirement of other.core) draft.core.push(requirement);
  for (const criterion of other.criteria) draft.criteria.push(criterion);
  if (other.criteria.length === 0 && other.children.length === 0) draft.criteria.push(other.wording);
  draft.phase ??= other.phase;
}
