// Everything that a test of runs needs: a project with one task, the real SDK on a scripted server, people by a script.
import assert from 'node:assert/strict';
import type { ModelBackend } from '../../src/core/model/backend.ts';
import type { StoredRunEvent } from '../../src/core/agent/runEvents.ts';
import type { RunResult, RunService } from '../../src/core/orchestrate/service.ts';
import type { TaskDetails, TaskId } from '../../src/core/tasks/model.ts';
import { ClaudeBackend } from '../../src/node/anthropic/backend.ts';
import { silent } from './conductor.ts';
import { FAST_TESTS } from './eventfulRun.ts';
import { scriptedAgent, type ScriptStep } from './messages/scriptedAgent.ts';
import { MessagesServer } from './messages/server.ts';
import { ScriptedPeople, type PeopleScript } from './people.ts';
import { RunProject, type RunProjectOptions } from './runProject.ts';

export interface RunScene extends AsyncDisposable {
  readonly server: MessagesServer;
  readonly project: RunProject;
  readonly people: ScriptedPeople;
  readonly taskId: TaskId;
  readonly model: ModelBackend;
  readonly runs: RunService;
  /** One more program on the same project; one that is to be killed is not waited for at the end. */
  open(options?: RunProjectOptions, isKilled?: boolean): Promise<RunService>;
  /** Starts the task and waits for the end. */
  run(request?: Parameters<RunService['start']>[0]): Promise<RunResult>;
  task(): Promise<TaskDetails>;
  /** Of the newest run. */
  events(): Promise<readonly StoredRunEvent[]>;
}

export interface SceneOptions extends RunProjectOptions {
  readonly steps?: readonly ScriptStep[];
  readonly script?: PeopleScript;
}

/** Tests run by a command of one process, unless the settings say otherwise. */
export async function openScene(given: SceneOptions = {}): Promise<RunScene> {
  const { steps = [], script = {}, ...options } = given;
  const server = await MessagesServer.start({ answer: scriptedAgent(steps) });
  const project = new RunProject(options.files);
  const taskId = await project.addTask('Add multiplication', 'Users multiply numbers.');
  const people = new ScriptedPeople(script);
  const model = new ClaudeBackend({ apiKey: () => Promise.resolve(server.apiKey), baseUrl: server.url, log: silent });
  const settings = { gates: { test: FAST_TESTS }, ...options.settings };
  const opened: RunService[] = [];
  const open = async (more: RunProjectOptions = {}, isKilled = false): Promise<RunService> => {
    const runs = await project.runs({ model, people, ...options, settings, ...more });
    if (!isKilled) opened.push(runs);
    return runs;
  };
  const runs = await open();
  const scene: RunScene = {
    ...{ server, project, people, taskId, model, runs, open },
    run: async (request = {}) => (await runs.start(request)).ended,
    task: async () => (await project.store()).getTask(taskId),
    events: async () => {
      const { journal } = await project.store();
      const [newest] = await journal.listRuns();
      assert.ok(newest);
      return (await journal.readRun(newest.id)).events;
    },
    async [Symbol.asyncDispose]() {
      await Promise.all(opened.map((each) => each.dispose()));
      project.dispose();
      await server[Symbol.asyncDispose]();
    },
  };
  return scene;
}
