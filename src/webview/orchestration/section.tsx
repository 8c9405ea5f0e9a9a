// A part of the page with its heading.
import type { ComponentChildren, VNode } from 'preact';

export function Section(props: {
  readonly title: string;
  readonly note: string;
  readonly children: ComponentChildren;
}): VNode {
  return (
    <section aria-label={props.title}>
      <h3>
        {props.title}
        <span class="quiet">{props.note}</span>
      </h3>
      {props.children}
    </section>
  );
}
