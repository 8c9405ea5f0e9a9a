// The runs of a project: a card for each that is open, a line for the last ones that are over.
import type { VNode } from 'preact';
import type {
  FinishedRunView,
  GateView,
  PageMessage,
  RunActionView,
  RunFact,
  RunMark,
  RunsView,
  RunView,
  Words,
} from '../../protocol/webview.ts';
import { Section } from './section.tsx';

interface Shared {
  /** The project's address. */
  readonly uri: string;
  readonly words: Words;
  readonly send: (message: PageMessage) => void;
}

export function Runs({ runs, ...shared }: Shared & { readonly runs: RunsView }): VNode {
  const { words } = shared;
  return (
    <>
      <p class="spoken" role="status" aria-live="polite">
        {runs.spoken}
      </p>
      {runs.open.length > 0 && (
        <Section title={words.runs} note={String(runs.open.length)}>
          <ul class="runs">
            {runs.open.map((run) => (
              <OpenRun key={run.id} run={run} {...shared} />
            ))}
          </ul>
        </Section>
      )}
      {runs.finished.length > 0 && (
        <Section title={words.finishedRuns} note="">
          <ul class="runs finished">
            {runs.finished.map((run) => (
              <FinishedRun key={run.id} run={run} {...shared} />
            ))}
          </ul>
        </Section>
      )}
    </>
  );
}

function OpenRun({ run, ...shared }: Shared & { readonly run: RunView }): VNode {
  return (
    <li class="run">
      <TaskName run={run} {...shared} />
      <Status mark={run.mark} text={run.status} />
      <dl class="facts">
        {run.facts.map((fact) => (
          <Fact key={fact.label} fact={fact} />
        ))}
      </dl>
      {run.gates.length > 0 && <Gates gates={run.gates} title={shared.words.gates} />}
      <Actions run={run} {...shared} />
    </li>
  );
}

function FinishedRun({ run, ...shared }: Shared & { readonly run: FinishedRunView }): VNode {
  return (
    <li class="run">
      <TaskName run={run} {...shared} />
      <Status mark={run.mark} text={run.status} />
      <p class="quiet">{run.facts}</p>
      <Actions run={run} {...shared} />
    </li>
  );
}

function TaskName({ run, uri, send }: Shared & { readonly run: RunView | FinishedRunView }): VNode {
  return (
    <button class="task" onClick={() => send({ type: 'openTask', uri, id: run.taskId })}>
      <span class="name">{run.name}</span>
      <span class="quiet">{run.taskId}</span>
    </button>
  );
}

function Status({ mark, text }: { readonly mark: RunMark; readonly text: string }): VNode {
  return (
    <p class="status">
      <span class={`mark ${mark}`} aria-hidden="true" />
      <span>{text}</span>
    </p>
  );
}

function Fact({ fact: { label, value, part } }: { readonly fact: RunFact }): VNode {
  return (
    <div>
      <dt>{label}</dt>
      <dd>
        {value}
        {part !== null && <progress max={1} value={part} aria-label={label} aria-valuetext={value} />}
      </dd>
    </div>
  );
}

const signs = { passed: '✓', failed: '✗', skipped: '–' } as const;

function Gates({ gates, title }: { readonly gates: readonly GateView[]; readonly title: string }): VNode {
  return (
    <ul class="gates" aria-label={title}>
      {gates.map((gate) => (
        <li key={gate.title} class={gate.status}>
          <span class="sign" aria-hidden="true">
            {signs[gate.status]}
          </span>
          {gate.title} <span class="quiet">{gate.verdict}</span>
        </li>
      ))}
    </ul>
  );
}

function Actions({ run, uri, send }: Shared & { readonly run: RunView | FinishedRunView }): VNode | null {
  if (run.actions.length === 0) return null;
  const act = ({ action }: RunActionView): void => {
    send({ type: 'run', uri, id: run.id, action });
  };
  return (
    <div class="actions">
      {run.actions.map((each) => (
        <button
          key={each.action}
          class={each.isPrimary ? 'primary' : 'secondary'}
          aria-label={each.spoken}
          onClick={() => {
            act(each);
          }}
        >
          {each.label}
        </button>
      ))}
    </div>
  );
}
