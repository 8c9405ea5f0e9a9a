// A document as text for the model, in one part where it fits, else in parts at its headings. Nothing is cut off.
import { ConductorError } from '../../errors.ts';
import type { Block, SourceDocument } from '../../prd/document.ts';
import type { Prd, Requirement } from '../../prd/model.ts';
import { roughTokens, type SourcePart, type SourceParts } from './source.ts';

/** `maxTokens` is what one part may take, requirements included. Throws `model.contextFull` when a single section is larger, `document.empty` for a document without text. */
export function splitIntoParts(document: SourceDocument, prd: Prd, maxTokens: number): SourceParts {
  const sections = sectionsOf(document.blocks);
  const requirements = new Map<number, Requirement[]>();
  for (const requirement of prd.requirements) {
    const index = sectionIndex(sections, requirement);
    requirements.set(index, [...(requirements.get(index) ?? []), requirement]);
  }
  const parts: SourcePart[] = [];
  sections.forEach((section, index) => {
    const piece: SourcePart = { text: section.text, requirements: requirements.get(index) ?? [] };
    const last = parts.at(-1);
    const joined = last && join(last, piece);
    if (joined && sizeOf(joined) <= maxTokens) parts[parts.length - 1] = joined;
    else parts.push(requireFit(piece, maxTokens));
  });
  const [first, ...rest] = parts;
  if (!first)
    throw new ConductorError('document.empty', 'The document has no text to plan from.', {
      remedy: 'Write the PRD first.',
    });
  return [first, ...rest];
}

/** The document cut down to the sections in which these requirements stand. */
export function sectionsWith(document: SourceDocument, requirements: readonly Requirement[]): SourceDocument {
  const sections = sectionsOf(document.blocks);
  const wanted = new Set(requirements.map((requirement) => sectionIndex(sections, requirement)));
  return { ...document, blocks: sections.flatMap(({ blocks }, index) => (wanted.has(index) ? blocks : [])) };
}

/** The headings alone: what every part is told about the whole. */
export function outlineOf(prd: Prd): string {
  return prd.sections
    .map(({ level, number, title }) => `${'  '.repeat(level - 1)}${number ? `${number} ` : ''}${title}`)
    .join('\n');
}

/** Of the section in which it stands: the last that begins before it. */
function sectionIndex(sections: ReturnType<typeof sectionsOf>, requirement: Requirement): number {
  return Math.max(
    0,
    sections.findLastIndex(({ blocks }) => blocks[0] !== undefined && isAtOrBefore(blocks[0], requirement)),
  );
}

function sectionsOf(blocks: readonly Block[]): { text: string; blocks: readonly Block[] }[] {
  const groups: Block[][] = [];
  for (const block of blocks) {
    const current = groups.at(-1);
    if (!current || block.type === 'heading') groups.push([block]);
    else current.push(block);
  }
  return groups.map((group) => ({ text: group.map(textOfBlock).join('\n'), blocks: group }));
}

function isAtOrBefore({ span }: Block, { source }: Requirement): boolean {
  const page = (span.page ?? 0) - (source.page ?? 0);
  return page === 0 ? span.line <= source.line : page < 0;
}

function textOfBlock(block: Block): string {
  switch (block.type) {
    case 'heading':
      return `\n${'#'.repeat(block.level)} ${block.text}`;
    case 'paragraph':
      return `\n${block.text}`;
    case 'item':
      return `${'  '.repeat(block.depth)}- ${block.text}`;
    case 'code':
      return `\n\`\`\`${block.language}\n${block.text}\n\`\`\``;
    case 'table':
      return [block.header, ...block.rows].map((row) => `| ${row.map(({ text }) => text).join(' | ')} |`).join('\n');
  }
}

const join = (a: SourcePart, b: SourcePart): SourcePart => ({
  text: `${a.text}\n${b.text}`,
  requirements: [...a.requirements, ...b.requirements],
});

const sizeOf = ({ text, requirements }: SourcePart): number =>
  roughTokens(text) + requirements.reduce((sum, requirement) => sum + roughTokens(requirement.text) + 8, 0);

function requireFit(part: SourcePart, maxTokens: number): SourcePart {
  if (sizeOf(part) <= maxTokens) return part;
  const [heading = ''] = part.text.trim().split('\n');
  throw new ConductorError(
    'model.contextFull',
    `The section "${heading.slice(0, 60)}" alone does not fit into the model's window.`,
    {
      remedy: 'Split the section under headings of its own, or use a model with a larger window.',
    },
  );
}
