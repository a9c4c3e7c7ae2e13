/** The shapes of the Studio's API, as the pages read them: wire.ts, where a value of a flow's file is one of `Value`. */

import type { Content } from './messageShapes';
import type * as wire from './wire';

/** A value of a flow's file, as YAML writes it. */
export type Value = string | number | boolean | null | Value[] | { [key: string]: Value };
export type Values = Record<string, Value>;

export const KINDS = ['say', 'ask', 'choose', 'if', 'set', 'do', 'call', 'wait', 'handoff', 'end'] as const;
export type Kind = (typeof KINDS)[number];
export const CHANNELS = ['whatsapp', 'messenger', 'sms', 'telegram'] as const;
export type Channel = (typeof CHANNELS)[number];
export const UPGRADES = ['keep', 'move', 'restart'] as const satisfies wire.ReleaseShape['upgrade'][];
export type Upgrade = wire.ReleaseShape['upgrade'];

/** `shape` with some of its fields known better. */
type Known<Shape, Fields> = Omit<Shape, keyof Fields> & Fields;

/** What became of real conversations. */
export type Traffic = wire.TrafficShape;

/** A `source` of "" is the beginning of the flow. */
export type Way = Known<wire.Way, { option: string | null }>;
export type Why = wire.Way['why'];
export type Step = Known<wire.StepModel, { kind: Kind; values: Values }>;
export type Model = Known<wire.FlowModel, { head: Values; steps: Step[]; ways: Way[] }>;

export type Release = wire.ReleaseShape;
export type Draft = wire.DraftShape;
export type Summary = wire.FlowSummary;
export type Problem = wire.ProblemShape;
export type Degraded = Known<wire.DegradedShape, { channel: Channel }>;
/** Free text beside the steps of a flow. */
export type Note = wire.CanvasNote;
/** Where somebody has put each step on the canvas. */
export type Boxes = wire.FlowDetail['layout'];
/** Who answers real customers, and is asked by no simulation or test. */
export type LeftOut = wire.LeftOut;
export type Detail = Known<wire.FlowDetail, { model: Model | null }>;
export type Edit = Known<wire.Edit, { values?: Values }>;

/** What the server makes of a text. */
export interface Read {
  problems: Problem[];
  model: Model | null;
}

export type Difference = Known<wire.DifferenceShape, { before: Value; after: Value }>;
export type Diff = Known<wire.Diff, { differences: Difference[] }>;
export type Verdict = Known<wire.VerdictShape, { channel: Channel }>;

export interface Move {
  say?: string;
  choose?: string;
  start?: string;
  wait?: boolean;
}

export type ShownAs = wire.SkinShape['as'];
export type Lost = wire.Degradation;
export type Shown = Known<wire.ShownShape, { content: Content; channel: Channel }>;
export type Frame = Known<wire.FrameShape, { vars: Values }>;

/** What came of one move, and how things stand after it. */
export type Played = Known<wire.Played, { said: Shown[]; frames: Frame[]; terms: Values; problem: string | null }>;

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
export type Skin = Known<wire.SkinShape, { channel: Channel }>;
