// What is wrong with a plan's document, in the Problems panel, as it is typed.
import * as vscode from 'vscode';
import { parsePlanDocument } from '../../core/plan/document.ts';
import type { LintFinding, Plan, Severity } from '../../core/plan/model.ts';
import { isConductorError } from '../../core/errors.ts';
import type { Host } from '../feature.ts';
import { rangeOf } from '../files/files.ts';
import type { PlanRef } from '../projects.ts';
import { lineOfTask } from './places.ts';
import { planOfUri, planScheme } from './uri.ts';

/** Typing pauses this many milliseconds before the document is checked. */
const pause = 250;

/** Checks every open plan document: when it is opened, edited, and when its plan changes elsewhere. */
export function planDiagnostics({ projects, log }: Host): vscode.Disposable {
  const collection = vscode.languages.createDiagnosticCollection('conductor');
  const timers = new Map<string, NodeJS.Timeout>();
  const check = async (document: vscode.TextDocument): Promise<void> => {
    const ref = planOfUri(projects, document.uri);
    const version = document.version;
    const diagnostics = ref ? await diagnose(ref, document) : [];
    if (!document.isClosed && document.version === version) collection.set(document.uri, diagnostics);
  };
  const schedule = (document: vscode.TextDocument): void => {
    if (document.uri.scheme !== planScheme) return;
    const key = document.uri.toString();
    clearTimeout(timers.get(key));
    const run = (): void => {
      timers.delete(key);
      check(document).catch((error: unknown) => {
        log.warn(`The plan document could not be checked.`, error);
      });
    };
    timers.set(key, setTimeout(run, pause));
  };
  vscode.workspace.textDocuments.forEach(schedule);
  return vscode.Disposable.from(
    collection,
    vscode.workspace.onDidOpenTextDocument(schedule),
    vscode.workspace.onDidChangeTextDocument(({ document }) => {
      schedule(document);
    }),
    vscode.workspace.onDidCloseTextDocument(({ uri }) => {
      collection.delete(uri);
    }),
    projects.onDidChange(() => {
      vscode.workspace.textDocuments.forEach(schedule);
    }),
    new vscode.Disposable(() => {
      for (const timer of timers.values()) clearTimeout(timer);
    }),
  );
}

async function diagnose({ project, planId }: PlanRef, document: vscode.TextDocument): Promise<vscode.Diagnostic[]> {
  const { plans } = project.conductor;
  const base = await plans.load(planId).catch((error: unknown) => {
    if (isConductorError(error) && error.code === 'plan.missing') return undefined;
    throw error;
  });
  if (!base) return [];
  const text = document.getText();
  const { plan, problems } = parsePlanDocument(text, base.plan);
  if (plan) return plans.lint(plan).map((finding) => ofFinding(finding, plan, document));
  return problems.map(({ message, span }) => made(rangeOf(span), message, 'error', 'syntax'));
}

function ofFinding(finding: LintFinding, plan: Plan, document: vscode.TextDocument): vscode.Diagnostic {
  const { rule, severity, message, where } = finding;
  const keys = where.filter((name) => plan.tasks.some(({ key }) => key === name));
  const lines = keys.map((key) => lineOfTask(document.getText(), key) ?? 0);
  const diagnostic = made(document.lineAt(lines[0] ?? 0).range, message, severity, rule);
  diagnostic.relatedInformation = keys.slice(1).map((key, index) => {
    const { range } = document.lineAt(lines[index + 1] ?? 0);
    return new vscode.DiagnosticRelatedInformation(new vscode.Location(document.uri, range), key);
  });
  return diagnostic;
}

function made(range: vscode.Range, message: string, severity: Severity, code: string): vscode.Diagnostic {
  const severities: Readonly<Record<Severity, vscode.DiagnosticSeverity>> = {
    error: vscode.DiagnosticSeverity.Error,
    warning: vscode.DiagnosticSeverity.Warning,
    info: vscode.DiagnosticSeverity.Information,
  };
  const diagnostic = new vscode.Diagnostic(range, message, severities[severity]);
  diagnostic.source = 'Conductor';
  diagnostic.code = code;
  return diagnostic;
}
