/** What steps are called, say and refer to. Pure. */

import { KINDS, type Kind, type Model, type Step, type Value, type Values } from '../../api/studio';
import { textIn } from './texts';
import { isRecord, listed, record, same, withKeys, written } from './values';

/** Where a step may go that is no step. */
export const END = 'end';
export const HUMAN = 'human';
export const TERMINALS: readonly string[] = [END, HUMAN];

export const kindOf = (values: Values): Kind | undefined => KINDS.find((kind) => kind in values);

/** One line that tells what a step is about. */
export function gist(step: Step, language: string): string {
  const value = step.values[step.kind];
  switch (step.kind) {
    case 'say':
    case 'ask':
    case 'choose':
      return textIn(value, language);
    case 'handoff':
      return textIn(step.values['title'], language) || written(value);
    case 'set':
      return pairs(value).join('\n');
    case 'do':
      return [written(value), ...pairs(step.values['with'])].join('\n');
    case 'wait':
      return isRecord(value) ? written(value['until']) : written(value);
    case 'end':
      return value === true || value === null ? '' : written(value);
    default:
      return written(value);
  }
}

function pairs(value: Value | undefined): string[] {
  return Object.entries(record(value)).map(([name, given]) => `${name} = ${isRecord(given) ? '{…}' : written(given)}`);
}

/** A name like this one that is not taken. */
export function freeName(wanted: string, taken: Iterable<string>): string {
  const names = new Set(taken);
  if (!names.has(wanted)) return wanted;
  const stem = wanted.replace(/_\d+$/, '');
  for (let count = 2; ; count++) if (!names.has(`${stem}_${count}`)) return `${stem}_${count}`;
}

const NAME = /^[a-z]\w*(\.[a-z]\w*)*$/;
export const isName = (text: string): boolean => text.length <= 100 && NAME.test(text);

/** The values with every place to go renamed; `to` null takes the way out where it may be missing. */
export function rerouted(values: Values, of: (target: string) => string | null): Values {
  const turned = (value: Value | undefined): Value | undefined => (typeof value === 'string' ? (of(value) ?? undefined) : value);
  const inside = (key: string, name: string): Record<string, Value | undefined> =>
    isRecord(values[key]) && name in values[key] ? { [key]: withKeys(values[key], { [name]: turned(values[key][name]) }) } : {};
  const own = Object.fromEntries(['go', 'else', 'empty', 'on_error'].filter((key) => key in values).map((key) => [key, turned(values[key])]));
  const options = Array.isArray(values['options']) ? { options: values['options'].map((one) => (isRecord(one) && 'go' in one ? withKeys(one, { go: turned(one['go']) }) : one)) } : {};
  return withKeys(values, { ...own, ...options, ...inside('unclear', 'then'), ...inside('silence', 'go'), ...inside('expires', 'go') });
}

/** What is different, as an edit sets it: null for a key that is gone. */
export function changes(before: Values, after: Values): Values {
  const changed: Values = {};
  for (const key of Object.keys(before)) if (!(key in after)) changed[key] = null;
  for (const [key, value] of Object.entries(after)) if (!same(before[key], value)) changed[key] = value;
  return changed;
}

/** The vars that steps save or read, among those the flow declares. */
export function varsOf(steps: readonly Values[], model: Model): Values {
  const text = JSON.stringify(steps);
  return Object.fromEntries(
    Object.entries(record(model.head['vars'])).filter(([name]) => new RegExp(`vars\\.${name}\\b|"save":"${name}"|"${name}":`).test(text)),
  );
}

/** The options of a question that are written one by one. */
export function optionsOf(step: Step): Values[] {
  return listed(step.values['options']).filter(isRecord);
}
