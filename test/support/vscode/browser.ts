// Chromium for the served workbench.
import { existsSync } from 'node:fs';
import { chromium, type Browser } from 'playwright-core';

const places = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/snap/bin/chromium',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
  'C:\\Program Files (x86)\\Microsoft\\Edge\\Application\\msedge.exe',
];

/** The browser's program. Throws with the command that installs one. */
export function findChromium(): string {
  const wanted = process.env['CHROMIUM_PATH'];
  const found = wanted ?? places.find((path) => existsSync(path));
  if (found !== undefined && existsSync(found)) return found;
  throw new Error(
    wanted === undefined
      ? 'No Chromium was found. Install it, on Debian with `sudo apt-get install -y chromium`, or set CHROMIUM_PATH to its program.'
      : `CHROMIUM_PATH names ${wanted}, which does not exist. Set it to the program of a Chromium, or unset it.`,
  );
}

export function launchChromium(): Promise<Browser> {
  return chromium.launch({
    executablePath: findChromium(),
    // Nothing but 127.0.0.1 is to be reached; containers have no sandbox to offer.
    args: [
      ...['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run'],
      ...['--disable-background-networking', '--disable-component-update', '--disable-sync'],
    ],
  });
}
