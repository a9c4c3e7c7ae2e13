/** What somebody does to a flow, as edits for the server, and what they do to the model meanwhile. Pure. */

import type { Edit, Kind, Model, Step, Value, Values, Way } from '../../api/studio';
import { changes, END, freeName, kindOf, optionsOf, rerouted, varsOf } from './steps';
import { blank } from './texts';
import { isRecord, record, withKeys, written } from './values';

/** The model with these edits, until the server has read the text again: ways and lines stay as they were. */
export function applied(model: Model, edits: readonly Edit[]): Model {
  return edits.reduce(one, model);
}

function one(model: Model, edit: Edit): Model {
  const id = edit.step ?? '';
  switch (edit.op) {
    case 'set':
      if (!id) return { ...model, head: withKeys(model.head, edit.values ?? {}) };
      return { ...model, steps: model.steps.map((step) => (step.id === id ? fresh(step, withKeys(step.values, edit.values ?? {})) : step)) };
    case 'remove':
      return { ...model, steps: model.steps.filter((step) => step.id !== id) };
    case 'move': {
      const step = model.steps.find((other) => other.id === id);
      return step ? { ...model, steps: placed(model.steps.filter((other) => other.id !== id), step, edit.after ?? null) } : model;
    }
    case 'add':
      return { ...model, steps: placed(model.steps, fresh({ id: '', kind: 'say', line: 0, values: {}, calls: [], actions: [] }, edit.values ?? {}), edit.after ?? null) };
  }
}

function fresh(step: Step, values: Values): Step {
  return { ...step, values, id: typeof values['id'] === 'string' ? values['id'] : step.id, kind: kindOf(values) ?? step.kind };
}

function placed(steps: Step[], step: Step, after: string | null): Step[] {
  const at = after === null ? 0 : steps.findIndex((other) => other.id === after) + 1;
  return [...steps.slice(0, at), step, ...steps.slice(at)];
}

export const set = (step: string, values: Values): Edit => ({ op: 'set', step, values });

/** A new step of that kind behind another. What it must say is left open: the check asks for it. */
export function added(model: Model, kind: Kind, after: string | null, languages: readonly string[]): { id: string; edits: Edit[] } {
  const id = freeName(kind === 'if' ? 'check' : kind === 'do' ? 'act' : kind === 'end' ? 'over' : kind, [...model.steps.map((step) => step.id), END]);
  return { id, edits: [{ op: 'add', after, values: { id, ...beginning(kind, blank(languages), model) } }] };
}

function beginning(kind: Kind, empty: Values, model: Model): Values {
  switch (kind) {
    case 'say':
      return { say: empty };
    case 'ask':
      return { ask: empty, save: 'answer_given' };
    case 'choose':
      return { choose: empty, options: [{ id: 'first', label: empty }, { id: 'second', label: empty }] };
    case 'if':
      return { if: 'true', go: model.steps[0]?.id ?? END };
    case 'set':
      return { set: { value: "''" } };
    case 'do':
      return { do: 'terms.about_me', save: 'result' };
    case 'call':
      return { call: 'preferences' };
    case 'wait':
      return { wait: '10m' };
    case 'handoff':
      return { handoff: 'customer_asked' };
    case 'end':
      return { end: true };
  }
}

/** Steps away; whoever led to one leads to what came after it. */
export function removed(model: Model, ids: readonly string[]): Edit[] {
  const gone = new Set(ids);
  if (model.steps.every((step) => gone.has(step.id))) return [];
  const onward = (target: string): string => {
    for (let at = target, left = model.steps.length; ; left--) {
      const place = model.steps.findIndex((step) => step.id === at);
      const step = model.steps[place];
      if (!step || !gone.has(at) || left < 0) return gone.has(at) ? END : at;
      at = typeof step.values['go'] === 'string' && step.kind !== 'if' ? step.values['go'] : (model.steps[place + 1]?.id ?? END);
    }
  };
  return [...redirected(model, (target) => (gone.has(target) ? onward(target) : target), gone), ...ids.map((step): Edit => ({ op: 'remove', step }))];
}

/** Another id, everywhere. */
export function renamed(model: Model, from: string, to: string): Edit[] {
  const name = (target: string) => (target === from ? to : target);
  return [...redirected(model, name, new Set()), set(from, { id: to })];
}

function redirected(model: Model, of: (target: string) => string, without: ReadonlySet<string>): Edit[] {
  const head = changes(model.head, rerouted(model.head, of));
  const edits: Edit[] = Object.keys(head).length > 0 ? [set('', head)] : [];
  for (const step of model.steps) {
    if (without.has(step.id)) continue;
    const changed = changes(step.values, rerouted(step.values, of));
    if (Object.keys(changed).length > 0) edits.push(set(step.id, changed));
  }
  return edits;
}

/** A step one place up or down. */
export function shifted(model: Model, id: string, by: 1 | -1): Edit[] {
  const at = model.steps.findIndex((step) => step.id === id);
  const to = at + by;
  if (at < 0 || to < 0 || to >= model.steps.length) return [];
  const after = by === 1 ? model.steps[to] : model.steps[to - 1];
  return [{ op: 'move', step: id, after: after?.id ?? null }];
}

/** Steps on their way from one flow to another, with the types of the vars they use. */
export interface Clip {
  steps: Values[];
  vars: Values;
}

export function copied(model: Model, ids: readonly string[]): Clip {
  const steps = model.steps.filter((step) => ids.includes(step.id)).map((step) => step.values);
  return { steps, vars: varsOf(steps, model) };
}

/** Behind a step, under free names; ways among them stay, ways to what is not here fall away. */
export function pasted(model: Model, clip: Clip, after: string | null): { ids: string[]; edits: Edit[] } {
  const taken = model.steps.map((step) => step.id);
  const names = new Map<string, string>();
  for (const step of clip.steps) names.set(written(step['id']), freeName(written(step['id']), [...taken, ...names.values()]));
  const known = new Set([...taken, END, 'human']);
  const of = (target: string) => names.get(target) ?? (known.has(target) ? target : null);
  const edits: Edit[] = [];
  const vars = { ...clip.vars, ...record(model.head['vars']) };
  if (Object.keys(clip.vars).some((name) => !(name in record(model.head['vars'])))) edits.push(set('', { vars }));
  let behind = after;
  for (const step of clip.steps) {
    const id = names.get(written(step['id'])) ?? '';
    const values = { ...rerouted(step, of), id };
    edits.push({ op: 'add', after: behind, values: kindOf(values) === 'if' && !('go' in values) ? { ...values, go: END } : values });
    behind = id;
  }
  return { ids: [...names.values()], edits };
}

export function isClip(value: unknown): value is Clip {
  return typeof value === 'object' && value !== null && 'steps' in value && Array.isArray(value.steps) && 'vars' in value;
}

/** A way that somebody draws from a place of a step; null takes it away, where the step can do without. */
export function led(step: Step, why: Way['why'], option: string | null, to: string | null): Edit[] {
  const inside = (key: string, name: string): Values => ({ [key]: { ...record(step.values[key]), [name]: to ?? END } });
  switch (why) {
    case 'next':
    case 'go':
      return [set(step.id, { go: to })];
    case 'then':
      return [set(step.id, { go: to ?? END })];
    case 'else':
      return [set(step.id, { else: to })];
    case 'empty':
      return [set(step.id, { empty: to })];
    case 'error':
      return [set(step.id, { on_error: to })];
    case 'unclear':
      return [set(step.id, to ? inside('unclear', 'then') : { unclear: withKeys(record(step.values['unclear']), { then: undefined }) })];
    case 'silence':
      return [set(step.id, to ? inside('silence', 'go') : { silence: null })];
    case 'option':
    case 'options':
      return [set(step.id, { options: optionsOf(step).map((one) => (isWanted(one, option) ? withKeys(one, { go: to ?? undefined }) : one)) })];
    case 'start':
    case 'expires':
      return [];
  }
}

function isWanted(one: Value, option: string | null): boolean {
  return isRecord(one) && (option === null ? 'from' in one : one['id'] === option);
}
