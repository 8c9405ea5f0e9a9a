// The Orchestration page: draws each message of the host.
import { h, render } from 'preact';
import type { HostMessage, PageMessage } from '../../protocol/webview.ts';
import './orchestration.css';
import { Page } from './page.tsx';

declare function acquireVsCodeApi(): { postMessage(message: PageMessage): void };

const host = acquireVsCodeApi();
const send = (message: PageMessage): void => {
  host.postMessage(message);
};
const root = document.querySelector('#root');

window.addEventListener('message', ({ data }: MessageEvent<HostMessage>) => {
  if (root) render(h(Page, { message: data, send }), root);
});
send({ type: 'loaded' });
