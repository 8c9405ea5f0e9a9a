// Which gates a run will have to pass, so that whoever does the task knows the commands beforehand.
import type { OrchestrationConfig } from '../config/schema.ts';
import { commandsFor } from './discover/discover.ts';
import type { CommandKind, Project } from './discover/project.ts';

const KINDS: readonly (readonly [kind: CommandKind, gate: string, title: string])[] = [
  ['build', 'build', 'Build'],
  ['lint', 'lint', 'Lint'],
  ['format', 'lint', 'Format'],
  ['test', 'tests', 'Tests'],
];

/** In the order in which they run; without those that the configuration skips and those that the project has no command for. */
export async function plannedGates(
  project: Project & { readonly config: OrchestrationConfig },
): Promise<readonly { readonly title: string; readonly command: string }[]> {
  const { skip, custom } = project.config.gates;
  const found = await Promise.all(
    KINDS.filter(([, gate]) => !skip.includes(gate)).map(async ([kind, , title]) =>
      (await commandsFor(kind, project)).map((command) => ({ title, command })),
    ),
  );
  const further = Object.entries(custom).filter(([name]) => !skip.includes(name));
  return [...found.flat(), ...further.map(([title, command]) => ({ title, command }))];
}
