/** The shapes of the Studio's API, as the pages read them. */

import type { Content } from './shapes';

/** A value of a flow's file, as YAML writes it. */
export type Value = string | number | boolean | null | Value[] | { [key: string]: Value };
export type Values = Record<string, Value>;

export const KINDS = ['say', 'ask', 'choose', 'if', 'set', 'do', 'call', 'wait', 'handoff', 'end'] as const;
export type Kind = (typeof KINDS)[number];
export const CHANNELS = ['whatsapp', 'messenger', 'sms', 'telegram'] as const;
export type Channel = (typeof CHANNELS)[number];
export const UPGRADES = ['keep', 'move', 'restart'] as const;
export type Upgrade = (typeof UPGRADES)[number];

export type Why = 'start' | 'next' | 'go' | 'then' | 'else' | 'option' | 'options' | 'empty' | 'unclear' | 'silence' | 'error' | 'expires';

/** `to` is a step, "end" or "human"; a `source` of "" is the beginning of the flow. */
export interface Way {
  source: string;
  to: string;
  why: Why;
  option: string | null;
}

export interface Step {
  id: string;
  kind: Kind;
  line: number;
  values: Values;
  calls: string[];
  actions: string[];
}

export interface Model {
  name: string;
  version: string;
  head: Values;
  steps: Step[];
  ways: Way[];
}

export interface Release {
  version: string;
  at: string;
  author: string;
  note: string;
  upgrade: Upgrade;
}

export interface Draft {
  revision: number;
  base: string | null;
  author: string;
  at: string;
  yaml: string;
}

export interface Summary {
  name: string;
  title: Record<string, string>;
  steps: number;
  version: string | null;
  release: Release | null;
  draft: { revision: number; base: string | null; author: string; at: string; problems: number } | null;
}

export interface Problem {
  line: number;
  step: string | null;
  text: string;
}

export interface Degraded {
  step: string;
  channel: Channel;
  language: string;
  wanted: string;
  got: string;
  reason: string;
}

/** Where somebody has put each step on the canvas. */
export type Boxes = Record<string, [number, number]>;

export interface Detail {
  name: string;
  version: string | null;
  yaml: string | null;
  draft: Draft | null;
  model: Model | null;
  problems: Problem[];
  tests: string;
  layout: Boxes;
  actions: string[];
}

export interface Edit {
  op: 'set' | 'add' | 'remove' | 'move';
  step?: string;
  values?: Values;
  after?: string | null;
}

/** What the server makes of a text. */
export interface Read {
  problems: Problem[];
  model: Model | null;
}

export interface Difference {
  what: 'added' | 'removed' | 'changed' | 'moved';
  step: string;
  key: string;
  before: Value;
  after: Value;
}

export interface Diff {
  differences: Difference[];
  lines: string[];
}

export interface Verdict {
  test: string;
  channel: Channel;
  faults: boolean;
  line: number;
  problem: string | null;
}

export interface Move {
  say?: string;
  choose?: string;
  start?: string;
  wait?: boolean;
}

export type ShownAs = 'text' | 'buttons' | 'list' | 'quick_replies' | 'numbers';

export interface Lost {
  wanted: string;
  got: string;
  reason: string;
}

export interface Shown {
  content: Content;
  channel: Channel;
  author: string;
  flow: string;
  step: string;
  as: ShownAs;
  degradations?: Lost[];
}

export interface Frame {
  flow: string;
  version: string;
  step: string;
  vars: Values;
}

/** What came of one move, and how things stand after it. */
export interface Played {
  said: Shown[];
  path: [flow: string, step: string][];
  frames: Frame[];
  owner: string;
  language: string | null;
  terms: Values;
  at: string;
  problem: string | null;
}

export interface Pretended {
  result?: Value;
  error?: string;
}

export interface Simulation {
  moves: Move[];
  channel: Channel;
  language: string;
  drafts: Record<string, string>;
  actions: Record<string, Pretended>;
}

/** One step as a channel would show it. `parts`: how many messages it takes, of a provider's counting. */
export interface Skin {
  channel: Channel;
  as: ShownAs;
  body: string;
  options: string[];
  parts: number;
  degradations: Lost[];
}
