// What stands between the task and the checks, in the order of what a task can do without least.
import type { AssignmentInput } from './input.ts';
import * as parts from './parts.ts';

export interface Part {
  readonly heading: string;
  readonly tag: string;
  readonly text: string;
  /** Tokens that it may have at the most. */
  readonly most: number;
  /** What it is called where it was cut, e.g. "the notes". */
  readonly name: string;
  /** How to get the rest. */
  readonly rest: string;
}

export function partsOf(input: AssignmentInput): readonly Part[] {
  return [
    {
      heading: '## Requirements that it fulfils',
      tag: 'requirements',
      text: parts.sourcedText(input.requirements),
      most: 3_000,
      name: 'the requirements',
      rest: 'the document that is named there has all of it',
    },
    {
      heading: '## Notes on the task',
      tag: 'notes',
      text: parts.notesText(input),
      most: 1_500,
      name: 'the notes',
      rest: 'they are with the task in Taskwerk',
    },
    {
      heading: '## What it builds on',
      tag: 'dependencies',
      text: parts.deliveriesText(input.deliveries),
      most: 2_500,
      name: 'what earlier tasks delivered',
      rest: 'the commits show it',
    },
    ...conventionParts(input),
    {
      heading: '## Where it belongs',
      tag: 'parents',
      text: parts.parentsText(input),
      most: 1_000,
      name: 'the tasks above it',
      rest: 'they are in Taskwerk',
    },
    {
      heading: '## From the plan',
      tag: 'plan',
      text: parts.planText(input),
      most: 1_000,
      name: 'what the plan settled',
      rest: 'it is in the plan',
    },
  ];
}

/** A part for each file, so that one long file does not crowd out the others. */
function conventionParts({ conventions }: AssignmentInput): readonly Part[] {
  const pointers = conventions.filter(({ text }) => text === null).map(({ path }) => path);
  return [
    ...conventions.flatMap(({ path, text }): Part[] => {
      if (text === null) return [];
      const heading = `## Conventions of the project: ${path}`;
      return [{ heading, tag: 'conventions', text, most: 2_500, name: path, rest: 'read the file' }];
    }),
    {
      heading: '## Files to read on how the project works',
      tag: 'files',
      text: pointers.join('\n'),
      most: 100,
      name: 'the list of files on conventions',
      rest: 'list the files',
    },
  ];
}
