// The `orchestration:` block of `.taskwerk/config.yml`: the one source of its types, defaults, checks, completion and documentation.
import * as z from 'zod';

/** The kinds of change that always need a person; a glob such as `deploy/**` names further files. */
export const APPROVAL_CLASSES = ['database_migrations', 'security_files', 'config_changes'] as const;
export const BRANCH_PLACEHOLDERS = ['task_id', 'task_slug'] as const;

export const DEFAULT_MODEL = 'claude-sonnet-5-5';

const DURATION = /^(\d+)(s|m|h)$/;
const MILLISECONDS = { s: 1_000, m: 60_000, h: 3_600_000 };

/** "30m" → 1,800,000. Takes whole seconds, minutes or hours. */
export function parseDuration(text: string): number {
  const match = DURATION.exec(text);
  if (!match) throw new RangeError(`${text} is not a duration such as 90s, 30m or 2h.`);
  return Number(match[1]) * MILLISECONDS[match[2] as keyof typeof MILLISECONDS];
}

const isBranchPattern = (pattern: string): boolean => {
  const names = [...pattern.matchAll(/\{([^}]*)\}/g)].map((match) => match[1]);
  return names.includes('task_id') && names.every((name) => BRANCH_PLACEHOLDERS.some((known) => known === name));
};

const isApproval = (name: string): boolean => APPROVAL_CLASSES.some((known) => known === name) || /[*/.]/.test(name);

const agent = z
  .strictObject({
    model: z.string().min(1).default(DEFAULT_MODEL).meta({ description: 'The model that the agent uses.' }),
    max_tokens: z.int().min(256).max(1_000_000).default(16_000).meta({
      description: 'The most tokens that one answer may have.',
    }),
    temperature: z.number().min(0).max(1).optional().meta({
      description: 'Sent only to models that take it; others ignore it, with a warning.',
    }),
  })
  .meta({ description: 'One agent by its name; `claude` is the one that comes with Conductor.' });

const workflow = z.strictObject({
  require_tests: z.boolean().default(true).meta({ description: 'No task is done without passing tests.' }),
  min_coverage: z.number().min(0).max(100).optional().meta({ description: 'The least line coverage, in per cent.' }),
  auto_commit: z.boolean().default(true).meta({ description: 'Commit accepted changes once the gates have passed.' }),
  branch_pattern: z
    .string()
    .refine(isBranchPattern, 'must contain {task_id} and no placeholder but {task_id} and {task_slug}')
    .default('feature/{task_id}-{task_slug}')
    .meta({ description: 'The name of the branch of a task, from `{task_id}` and `{task_slug}`.' }),
});

const globs = (patterns: readonly string[]) =>
  z
    .array(z.string().min(1))
    .default([...patterns])
    .meta({ description: 'The files of this class, as globs.' });

const safety = z.strictObject({
  max_consecutive_failures: z.int().min(1).max(100).default(3).meta({
    description: 'A task is blocked after so many failed attempts in a row.',
  }),
  max_task_duration: z
    .string()
    .regex(DURATION, 'must be a duration such as 90s, 30m or 2h')
    .default('30m')
    .meta({ description: 'The longest that one task may take, e.g. `30m`.' }),
  require_approval_for: z
    .array(z.string().refine(isApproval, `must be one of ${APPROVAL_CLASSES.join(', ')}, or a glob such as deploy/**`))
    .default([...APPROVAL_CLASSES])
    .meta({ description: 'Changes that a person must approve in every mode: classes, or globs of further files.' }),
  database_migrations: globs(['**/migrations/**', '**/migrate/**', '**/*.sql', '**/schema.prisma', '**/alembic/**']),
  security_files: globs([
    ...['**/auth/**', '**/security/**', '**/*secret*', '**/*credential*', '**/*.pem', '**/*.key', '**/.env*'],
    ...['**/CODEOWNERS', '**/SECURITY.md', '**/.npmrc', '**/.netrc', '**/.ssh/**'],
  ]),
  config_changes: globs([
    ...[
      '.github/**',
      '.gitlab-ci.yml',
      '.circleci/**',
      '.ci/**',
      '**/Dockerfile*',
      '**/docker-compose*',
      '.taskwerk/**',
    ],
    ...['.vscode/**', '.husky/**', '.gitattributes', '**/.gitignore', '**/package.json', '**/tsconfig*.json'],
    ...['**/*.config.{js,cjs,mjs,ts}', '**/pyproject.toml', '**/Cargo.toml', '**/go.mod', '**/pom.xml', '**/Makefile'],
  ]),
  allow_commands: z.array(z.string().min(1)).default([]).meta({
    description: 'Commands that need not be asked, by how they start, e.g. `npm test`; the longest match counts.',
  }),
  deny_commands: z.array(z.string().min(1)).default([]).meta({
    description: 'Commands that are never run, by how they start, e.g. `git push`.',
  }),
  sandbox: z.enum(['auto', 'required', 'off']).default('auto').meta({
    description: 'Hold commands to an OS sandbox: `auto` where there is one, `required` never without.',
  }),
  max_turns: z.int().min(1).max(1_000).default(60).meta({ description: 'The most turns of one run.' }),
  max_tokens: z
    .int()
    .min(1_000)
    .default(3_000_000)
    .meta({ description: 'The most tokens of one run, input and output.' }),
  budget_usd: z.number().positive().default(5).meta({ description: 'The most that one run may cost, in US dollars.' }),
});

const planning = z.strictObject({
  planner: z.enum(['auto', 'outline', 'model']).default('auto').meta({
    description: '`outline` needs no model; `auto` uses a model when there is a key.',
  }),
  max_depth: z.int().min(1).max(6).default(3).meta({ description: 'Levels of the task tree.' }),
  budget_usd: z
    .number()
    .positive()
    .default(5)
    .meta({ description: 'Decomposition stops before it costs more, in US dollars.' }),
  concurrency: z.int().min(1).max(32).default(8).meta({ description: 'Calls to the model side by side.' }),
  prices: z
    .record(
      z.string(),
      z.strictObject({
        input: z.number().min(0).meta({ description: 'Input that is in no cache.' }),
        output: z.number().min(0).meta({ description: 'Output.' }),
        cache_read: z.number().min(0).meta({ description: 'Input read from the cache.' }),
        cache_write: z.number().min(0).meta({ description: 'Input written to the cache.' }),
      }),
    )
    .default({})
    .meta({
      description: 'Prices by the start of a model id, in US dollars per million tokens, over the built-in table.',
    }),
  expand_above_hours: z
    .number()
    .positive()
    .default(8)
    .meta({ description: 'A task of more hours is broken down further.' }),
  expand_above_complexity: z.int().min(1).max(10).default(6).meta({
    description: 'A task of higher complexity is broken down further.',
  }),
});

const gates = z.strictObject({
  test: z
    .string()
    .min(1)
    .optional()
    .meta({ description: 'The command that runs the tests; found from the project else.' }),
  lint: z.string().min(1).optional().meta({ description: 'The command that lints; found from the project else.' }),
  format: z.string().min(1).optional().meta({
    description: 'The command that checks the format; found from the project else.',
  }),
  build: z.string().min(1).optional().meta({ description: 'The command that builds; found from the project else.' }),
  coverage_report: z.string().min(1).optional().meta({
    description: 'The file with the coverage that the tests write: lcov, Cobertura XML or Istanbul JSON.',
  }),
  custom: z
    .record(z.string(), z.string().min(1).meta({ description: 'A further gate: its name and its command.' }))
    .default({}),
  skip: z.array(z.string()).default([]).meta({ description: 'Gates that are not run, by their id, e.g. `lint`.' }),
  timeout: z.string().regex(DURATION, 'must be a duration such as 90s, 30m or 2h').default('10m').meta({
    description: 'The longest that one gate may take.',
  }),
  retries: z.int().min(0).max(5).default(1).meta({
    description: 'Failed tests are run so many times more; what passes then is recorded as flaky.',
  }),
});

/** Sections with all their defaults, so that `{}` gives a whole configuration. */
export const orchestrationSchema = z.strictObject({
  agents: z.record(z.string(), agent).default({ claude: agent.parse({}) }),
  workflow: workflow.prefault({}),
  safety: safety.prefault({}),
  planning: planning.prefault({}),
  gates: gates.prefault({}),
});

export type OrchestrationConfig = z.output<typeof orchestrationSchema>;
