// One user's settings under the names of the `orchestration:` block: only what somebody set, and only what the schema takes.
import { orchestrationSchema } from '../../core/config/schema.ts';
import type { Log } from '../../core/ports.ts';

type Values = Readonly<Record<string, unknown>>;

/** What `WorkspaceConfiguration.inspect` tells of a setting, the strongest first. */
export interface InspectedSetting {
  readonly workspaceFolderValue?: unknown;
  readonly workspaceValue?: unknown;
  readonly globalValue?: unknown;
}

/** By the setting's name below `conductor.`: where its value goes. */
const PLACES: Readonly<Record<string, (value: unknown) => Values>> = {
  'model.id': (model) => ({ agents: { claude: { model } } }),
  'planning.planner': (planner) => ({ planning: { planner } }),
  'planning.maxDepth': (value) => ({ planning: { max_depth: value } }),
  'planning.budgetUsd': (value) => ({ planning: { budget_usd: value } }),
  'planning.concurrency': (concurrency) => ({ planning: { concurrency } }),
  'planning.expandAboveHours': (value) => ({ planning: { expand_above_hours: value } }),
  'planning.expandAboveComplexity': (value) => ({ planning: { expand_above_complexity: value } }),
};

/** Values that the schema refuses are left out, with a line in the log. */
export function userSettings(inspect: (name: string) => InspectedSetting | undefined, log: Log): Values {
  const sections: Record<string, Values> = {};
  for (const [name, place] of Object.entries(PLACES)) {
    const value = explicit(inspect(name));
    if (value === undefined || value === '') continue;
    const placed = place(value);
    if (!orchestrationSchema.safeParse(placed).success) {
      log.warn(`The setting conductor.${name} is not used: ${JSON.stringify(value)} is not a value that it takes.`);
      continue;
    }
    for (const [section, values] of Object.entries(placed)) {
      sections[section] = { ...sections[section], ...(values as Values) };
    }
  }
  return sections;
}

const explicit = (setting: InspectedSetting | undefined): unknown =>
  setting?.workspaceFolderValue ?? setting?.workspaceValue ?? setting?.globalValue;
