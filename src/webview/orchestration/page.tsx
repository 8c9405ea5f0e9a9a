// The whole page: a section a project, or what to do while there is nothing.
import type { VNode } from 'preact';
import type {
  HostMessage,
  PageMessage,
  PlanView,
  ProjectView,
  TaskView,
  WaveView,
  Words,
} from '../../protocol/webview.ts';
import { Runs } from './runs.tsx';
import { Section } from './section.tsx';

interface Shared {
  readonly words: Words;
  readonly send: (message: PageMessage) => void;
}

const statuses = ['done', 'in-progress', 'todo', 'blocked', 'cancelled'] as const;

export function Page({ message, send }: { readonly message: HostMessage; readonly send: Shared['send'] }): VNode {
  if (message.type === 'failure') return <p role="alert">{message.message}</p>;
  const { projects, hasPlan, words } = message;
  if (projects.length === 0) {
    const next = hasPlan ? 'import' : 'decompose';
    return (
      <div class="empty">
        <p>{hasPlan ? words.emptyWithPlan : words.empty}</p>
        <button onClick={() => send({ type: next })}>{words[next]}</button>
      </div>
    );
  }
  return (
    <>
      {projects.map((project) => (
        <Project key={project.uri} project={project} words={words} send={send} />
      ))}
    </>
  );
}

function Project({ project, words, send }: Shared & { readonly project: ProjectView }): VNode {
  const { folder, plan, runs } = project;
  return (
    <article>
      {folder !== null && <h2>{folder}</h2>}
      {runs && <Runs runs={runs} uri={project.uri} words={words} send={send} />}
      <Progress counts={project.counts} words={words} />
      <Ready project={project} words={words} send={send} />
      {plan && plan.waves.length > 0 && <Waves plan={plan} words={words} />}
    </article>
  );
}

function Progress({ counts, words }: { readonly counts: ProjectView['counts']; readonly words: Words }): VNode {
  const open = counts.todo + counts['in-progress'] + counts.blocked + counts.done;
  const percent = open === 0 ? 0 : Math.round((100 * counts.done) / open);
  return (
    <Section title={words.progress} note={`${counts.done}/${open}`}>
      <progress max={open} value={counts.done} aria-label={words.progress} aria-valuetext={`${percent} %`} />
      <ul class="counts" aria-live="polite">
        {statuses
          .filter((status) => counts[status] > 0)
          .map((status) => (
            <li key={status}>
              <span class={`mark ${status}`} aria-hidden="true" />
              {counts[status]} {words[status]}
            </li>
          ))}
      </ul>
    </Section>
  );
}

function Ready({ project, words, send }: Shared & { readonly project: ProjectView }): VNode {
  const { ready, readyCount, uri } = project;
  const rest = readyCount - ready.length;
  return (
    <Section title={words.ready} note={String(readyCount)}>
      {ready.length === 0 && <p class="quiet">{words.nothingReady}</p>}
      <ul class="tasks">
        {ready.map((task) => (
          <li key={task.id}>
            <button class="task" onClick={() => send({ type: 'openTask', uri, id: task.id })}>
              <span class="name">{task.name}</span>
              <span class="quiet">{factsOf(task, words)}</span>
            </button>
          </li>
        ))}
      </ul>
      {rest > 0 && (
        <p class="quiet">
          + {rest} {words.more}
        </p>
      )}
    </Section>
  );
}

function Waves({ plan, words }: { readonly plan: PlanView; readonly words: Words }): VNode {
  return (
    <Section title={words.waves} note={plan.title}>
      <ol class="waves">
        {plan.waves.map((wave, index) => (
          <Wave key={index} wave={wave} name={`${words.wave} ${index + 1}`} words={words} />
        ))}
      </ol>
    </Section>
  );
}

function Wave({ wave, name, words }: { readonly wave: WaveView; readonly name: string; readonly words: Words }): VNode {
  const rest = wave.total - wave.titles.length;
  return (
    <li>
      <details>
        <summary>
          {name}
          <span class="quiet">
            {wave.done}/{wave.total} {words.done}
          </span>
        </summary>
        <ul>
          {wave.titles.map((title) => (
            <li key={title}>{title}</li>
          ))}
          {rest > 0 && (
            <li class="quiet">
              + {rest} {words.more}
            </li>
          )}
        </ul>
      </details>
    </li>
  );
}

function factsOf({ id, priority, estimate }: TaskView, words: Words): string {
  return [id, words[priority], ...(estimate === null ? [] : [`${estimate} ${words.hours}`])].join(' · ');
}
