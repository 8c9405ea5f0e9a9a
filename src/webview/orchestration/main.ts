// The Orchestration page: draws each snapshot that the host sends.
import { h, render } from 'preact';
import type { PageMessage, Snapshot } from '../../protocol/webview.ts';
import './orchestration.css';
import { Page } from './page.tsx';

declare function acquireVsCodeApi(): { postMessage(message: PageMessage): void };

const host = acquireVsCodeApi();
const send = (message: PageMessage): void => {
  host.postMessage(message);
};
const root = document.querySelector('#root');

window.addEventListener('message', ({ data }: MessageEvent<Snapshot>) => {
  if (root) render(h(Page, { snapshot: data, send }), root);
});
send({ type: 'loaded' });
