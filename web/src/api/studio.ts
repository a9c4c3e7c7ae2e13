/** The Studio's part of the API. */

import { ask, Refused } from './http';
import type { Boxes, Degraded, Detail, Diff, Draft, Edit, Note, Played, Problem, Read, Release, Simulation, Skin, Summary, Traffic, Upgrade, Value, Verdict } from './studioShapes';

export * from './studioShapes';

const base = '/desk/api/studio';
const of = (name: string) => `${base}/flows/${encodeURIComponent(name)}`;

export const flows = async () => (await ask<{ items: Summary[] }>('GET', `${base}/flows`)).items;
export const flow = (name: string) => ask<Detail>('GET', of(name));
export const save = (name: string, yaml: string, seen: number) =>
  ask<Read & { revision: number }>('PUT', `${of(name)}/draft`, { yaml, seen });
export const discard = (name: string, seen: number) => ask<null>('POST', `${of(name)}/draft/discard`, { seen });
export const check = (name: string, yaml: string) => ask<Read & { degradations: Degraded[] }>('POST', `${of(name)}/check`, { yaml });
export const edit = (name: string, yaml: string, edits: Edit[]) => ask<Read & { yaml: string }>('POST', `${of(name)}/edit`, { yaml, edits });
export const publish = (name: string, seen: number, note: string, upgrade: Upgrade, despiteTests: boolean) =>
  ask<Release>('POST', `${of(name)}/publish`, { seen, note, upgrade, despite_tests: despiteTests });
export const rollBack = (name: string, version: string, note: string, upgrade: Upgrade) =>
  ask<Release>('POST', `${of(name)}/roll-back`, { version, note, upgrade });
export const history = async (name: string) => (await ask<{ items: Release[] }>('GET', `${of(name)}/history`)).items;
export const diff = (name: string, before: string, after: string) =>
  ask<Diff>('GET', `${of(name)}/diff?${new URLSearchParams({ before, after }).toString()}`);
export const traffic = (name: string) => ask<Traffic>('GET', `${of(name)}/traffic`);
/** `seen` is the text that was changed: others kept meanwhile are not lost, this is refused. */
export const keepTests = (name: string, yaml: string, seen: string) => ask<null>('PUT', `${of(name)}/tests`, { yaml, seen });
/** Behind the tests that there are, whoever writes at the same time. */
export async function addTest(name: string, behind: (tests: string) => string, tries = 3): Promise<void> {
  const { tests } = await flow(name);
  try {
    await keepTests(name, behind(tests), tests);
  } catch (error) {
    if (!(error instanceof Refused && error.code === 'stale') || tries <= 1) throw error;
    await addTest(name, behind, tries - 1);
  }
}
export const keepLayout = (name: string, boxes: Boxes) => ask<null>('PUT', `${of(name)}/layout`, { boxes });
export const putNote = (name: string, { id, at, text }: Note) => ask<null>('PUT', `${of(name)}/notes/${encodeURIComponent(id)}`, { at, text });
export const removeNote = (name: string, id: string) => ask<null>('DELETE', `${of(name)}/notes/${encodeURIComponent(id)}`);
export const test = async (name: string, yaml: string) => (await ask<{ verdicts: Verdict[] }>('POST', `${of(name)}/test`, { yaml })).verdicts;
export const preview = async (name: string, yaml: string, step: string, language: string) =>
  (await ask<{ skins: Skin[] }>('POST', `${of(name)}/preview`, { yaml, step, language })).skins;
export const simulate = async (asked: Simulation) => (await ask<{ turns: Played[] }>('POST', `${base}/simulate`, asked)).turns;

/** What stood in the way, in the refusal `problems`. */
export function problemsOf(problem: Record<string, unknown>): Problem[] {
  return (problem['problems'] as Problem[] | undefined) ?? [];
}

/** What the other saved, in the refusal `stale`; null: it was published or thrown away. */
export function draftOf(problem: Record<string, unknown>): Draft | null {
  return (problem['draft'] as Draft | undefined) ?? null;
}

/** Raises SyntaxError. */
export const jsonOf = (text: string): Value => JSON.parse(text) as Value;
