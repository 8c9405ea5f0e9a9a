// Small real projects in folders of their own.
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

export class ProjectFolder {
  readonly dir = mkdtempSync(join(tmpdir(), 'conductor-map-'));

  constructor(files: Readonly<Record<string, string>>) {
    writeFiles(this.dir, files);
  }

  dispose(): void {
    rmSync(this.dir, { recursive: true, force: true });
  }
}

export function writeFiles(dir: string, files: Readonly<Record<string, string>>): void {
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(dir, path)), { recursive: true });
    writeFileSync(join(dir, path), text);
  }
}

export function gitIn(dir: string, ...args: readonly string[]): string {
  const identity = ['-c', 'user.name=Test', '-c', 'user.email=test@example.org', '-c', 'commit.gpgsign=false'];
  return execFileSync('git', [...identity, ...args], { cwd: dir, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });
}

/** A web shop in TypeScript with a helper in Python. */
export const SHOP: Readonly<Record<string, string>> = {
  'package.json': '{ "name": "shop" }\n',
  'src/orders/order.ts': `import { formatMoney } from '../money/money.ts';
export interface Order { readonly id: string; readonly total: number }
export function describeOrder(order: Order): string { return formatMoney(order.total); }
`,
  'src/orders/orderStore.ts': `import type { Order } from './order.ts';
export class OrderStore {
  readonly #orders = new Map<string, Order>();
  saveOrder(order: Order): void { this.#orders.set(order.id, order); }
  findOrder(id: string): Order | undefined { return this.#orders.get(id); }
}
`,
  'src/money/money.ts': `export function formatMoney(cents: number): string { return roundCents(cents).toFixed(2); }
export function roundCents(cents: number): number { return Math.round(cents); }
`,
  'src/invoices/invoicePrinter.ts': `import { formatMoney } from '../money/money.ts';
import type { Order } from '../orders/order.ts';
export class InvoicePrinter { printInvoice(order: Order): string { return formatMoney(order.total); } }
`,
  'src/weather/forecast.ts': `export function get(id: string): string { return id; }
export class WeatherStation { readTemperature(): number { return 20; } }
`,
  'src/weather/clouds.ts': `import { get, WeatherStation } from './forecast.ts';
export const cloudCover = (): string => get(String(new WeatherStation().readTemperature()));
`,
  'scripts/report.py': `def build_report(rows):\n    return [row for row in rows]\n`,
};
