// The help of `conductor` itself. Plain text and no imports, so that it is shown before anything is loaded.

export const rootHelp = `Usage: conductor <command> [options]

Turns a PRD into reviewed, dependency-ordered Taskwerk tasks, and has them done.

Plans (from the document to Taskwerk):
  plan decompose FILE    read a PRD and save a draft plan of tasks
  plan create FILE       the same, and with --auto-import straight into Taskwerk
  plan list              the project's plans
  plan show [ID]         one plan: requirements, tasks, waves, critical path
  plan review [ID]       mark a plan as being reviewed; edit it as a file
  plan expand KEY        break one task down further
  plan replan [ID]       plan again what changed in the document
  plan lint [ID|FILE]    what is wrong or doubtful about a plan
  plan diff [ID]         what an import would do
  plan import [ID]       put the plan into Taskwerk, in one transaction
  plan undo [ID]         take the plan's newest import back

Tasks (in Taskwerk):
  tasks list             all tasks, or those that filters let through
  tasks ready            tasks that can be started now
  tasks next             the one to start first
  tasks show ID          one task with its notes and history
  tasks update ID...     status, priority, assignee, tags, notes of one or many
  tasks add NAME         one new task
  tasks import FILE      many new tasks from Taskwerk's JSON, in one transaction

Orchestration (a task done by an agent, decided on by you):
  orchestrate run [ID]   branch, assignment, work, review, gates, commit
  orchestrate resume     go on with a run that is paused or was killed
  orchestrate status     sessions and runs, open ones first
  orchestrate review ID  decide on a change that waits, or see what was done
  orchestrate stop [ID]  give up open runs
  orchestrate undo ID    put files, index and branch back to before the run

Configuration:
  config show            every value in force and where it comes from

Everywhere:
  --json                 print one JSON object and nothing else
  --project DIR          the project's folder (default: the current one)
  --no-color             no colours (also with NO_COLOR)
  --verbose              say on stderr what happens inside
  -V, --version          print the version
  -h, --help             help, also of one command: conductor plan import --help

Examples:
  conductor plan decompose docs/prd.md --recursive
  conductor plan import --confirm
  conductor tasks next --json
  conductor orchestrate run TASK-001 --interactive

Exit codes: 0 done, 1 failed, 2 wrong use, 3 lint, a gate or a person
said no or is needed, 130 cancelled.
`;
