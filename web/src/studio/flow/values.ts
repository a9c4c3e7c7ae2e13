/** Reading the values of a flow's file, whatever somebody wrote there. Pure. */

import type { Value, Values } from '../../api/studio';

export function isRecord(value: Value | undefined): value is Values {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export const record = (value: Value | undefined): Values => (isRecord(value) ? value : {});
export const listed = (value: Value | undefined): Value[] => (Array.isArray(value) ? value : []);

/** What is written there, as text; what has parts has none. */
export function written(value: Value | undefined): string {
  return value === undefined || value === null || typeof value === 'object' ? '' : String(value);
}

export const same = (one: unknown, other: unknown): boolean => one === other || JSON.stringify(one) === JSON.stringify(other);

/** With these keys; null or undefined takes one away. */
export function withKeys(values: Values, changed: Record<string, Value | undefined>): Values {
  const whole = { ...values, ...changed };
  return Object.fromEntries(Object.entries(whole).filter((pair): pair is [string, Value] => pair[1] !== undefined && pair[1] !== null));
}
