// The commands of a project: as configured, else as found. One list names the kinds of project that are known.
import type { OrchestrationConfig } from '../../config/schema.ts';
import { discoverCargo, discoverDeno, discoverDotnet, discoverGo, discoverGradle, discoverMaven } from './compiled.ts';
import { discoverMake } from './make.ts';
import { discoverNode, scriptTexts } from './node.ts';
import { COMMAND_KINDS, type CommandKind, type Commands, type Discover, type Project } from './project.ts';
import { discoverPython } from './python.ts';

/** A project can be of several: all its tests count. */
const languages: readonly Discover[] = [
  ...[discoverNode, discoverDeno, discoverPython, discoverGo, discoverCargo],
  ...[discoverMaven, discoverGradle, discoverDotnet],
];

export async function discoverCommands(project: Project): Promise<Commands> {
  const names = new Set(await project.listFiles('.'));
  const found = await Promise.all(languages.map((discover) => discover(project, names)));
  const scripts = names.has('package.json') ? await scriptTexts(project, names) : '';
  const fallback = await discoverMake(project, names);
  const of = (kind: CommandKind): readonly string[] => {
    const [own = [], ...others] = found.map((commands) => commands[kind] ?? []);
    const further = others.flat().filter((command) => !scripts.includes(command));
    const all = [...own, ...further];
    return all.length > 0 ? all : (fallback[kind] ?? []);
  };
  return Object.fromEntries(COMMAND_KINDS.map((kind) => [kind, of(kind)]));
}

/** The configuration stands above what is found. */
export async function commandsFor(
  kind: CommandKind,
  project: Project & { readonly config: OrchestrationConfig },
): Promise<readonly string[]> {
  const configured = kind === 'coverage' ? undefined : project.config.gates[kind];
  return configured === undefined ? ((await discoverCommands(project))[kind] ?? []) : [configured];
}
