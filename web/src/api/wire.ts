/** Written from the API's own shapes by `pytest tests/gateway/api/test_wire.py --record`; do not edit. */

/** How often "needs an answer" was right, over what agents looked at; null where nothing tells. */
export interface Agreement {
  precision: number | null;
  recall: number | null;
  corrected: number;
}

export interface AllCanned {
  items: Canned[];
}

/** That customer is not this one, whatever speaks for it; `apart` false: it may be after all. */
export interface Apart {
  customer_id: string;
  apart?: boolean;
}

/** `template_id` and `locale` are those of a template to send; in its texts a blank is written `{{key}}`. */
export interface Approved {
  template_id: string;
  name: string;
  locale: string;
  category?: string;
  header?: string;
  media?: string;
  body: string;
  footer?: string;
  buttons?: string[];
  blanks?: Blank[];
}

/** What a customer might say. */
export interface Asked {
  text: string;
}

/** `replayed`: the same choice comes out again from what the router saw. */
export interface Assigned {
  agent_id: string;
  mode: string;
  why: string[];
  candidates: string[];
  lacking: Record<string, string>;
  at: string;
  outcome: string | null;
  replayed: boolean;
}

export interface Audit {
  items: Audited[];
  next: string | null;
}

export interface Audited {
  agent_id: string;
  agent_name: string | null;
  action: string;
  target: string;
  times: number;
  first_at: string;
  last_at: string;
  detail: string | null;
}

/** `in_flight`: messages whose calls had begun before, and end. */
export interface Begun {
  silence: SilenceShape;
  epoch: number;
  in_flight: string[];
}

/** The first of `total`. */
export interface BehindNumber {
  items: BehindShape[];
  total: number;
}

/** A conversation of a number. `seconds`: what it adds to a time; `count`: how often, of what is counted. */
export interface BehindShape {
  conversation_id: string;
  case_id: string | null;
  customer: string | null;
  channel: string | null;
  at: string;
  seconds: number | null;
  count: number | null;
  score: number | null;
  outcome: string | null;
}

/** `kind`: words, the address of a picture, film or document, or the end of a button's link. */
export interface Blank {
  key: string;
  kind?: 'link' | 'media' | 'words';
  example?: string;
}

export interface BrandShape {
  name: string;
  zone: string;
  languages: string[];
  accounts: OwnAccount[];
  topics: OwnTopic[];
}

export interface Canned {
  shortcut: string;
  title: string;
  texts?: Record<string, string>;
  acts?: MacroAct[];
  team?: string | null;
  id: string;
  at: string;
}

/** Free text for colleagues. `at` is its top left corner. */
export interface CanvasNote {
  id: string;
  at: [number, number];
  text: string;
}

export interface Card {
  type: 'card';
  title: string;
  subtitle?: string | null;
  media?: Media | null;
  options?: Option[];
  referral?: Referral | null;
  attachments?: Media[];
}

export interface Carousel {
  type: 'carousel';
  cards: Card[];
  referral?: Referral | null;
  attachments?: Media[];
}

/** As what kind the app of this account carries it; without: `why_not`, and how many bytes it would. `caption`: how many characters may stand under it; 0: words are a message of their own. */
export interface Carried {
  account: string;
  kind?: string | null;
  why_not?: string | null;
  most?: number | null;
  caption?: number;
}

/** Without `yaml`, the draft, else what is in use. */
export interface Check {
  yaml?: string | null;
}

export interface Checked {
  problems: ProblemShape[];
  degradations: DegradedShape[];
  model: FlowModel | null;
}

/** `payload` is what the provider returned, always kept; `prompt` is the provider id of the message answered. */
export interface ChoiceReply {
  type: 'choice_reply';
  option_id: string;
  label: string;
  via: 'label' | 'number' | 'tap' | 'words';
  prompt?: string | null;
  payload?: string | null;
  referral?: Referral | null;
  attachments?: Media[];
}

export interface Choices {
  type: 'choices';
  body: string;
  options: Option[];
  header?: string | null;
  footer?: string | null;
  referral?: Referral | null;
  attachments?: Media[];
}

/** `next`: the date on which it comes next; null: it is over. */
export interface ClosedDay {
  day: string;
  next: string | null;
}

export interface Colleague {
  id: string;
  name: string;
  teams: string[];
  languages: string[];
  status: string | null;
}

/** To whom one can pass on, and whom one can mention. */
export interface Colleagues {
  agents: Colleague[];
  teams: Team[];
}

/** `conclusion`: what came of it, one of the brand's own or "other"; null: not said. */
export interface Conclude {
  epoch: number;
  conclusion?: string | null;
}

export interface Contact {
  name: string;
  phones?: string[];
  emails?: string[];
}

export interface ContactCard {
  type: 'contact_card';
  contacts: Contact[];
  referral?: Referral | null;
  attachments?: Media[];
}

/** `to`: another app by its id, on WhatsApp a role; null: where people answer by hand. `note` is for who has it next. */
export interface Control {
  deed: 'pass' | 'release' | 'request' | 'take';
  epoch: number;
  to?: string | null;
  note?: string;
}

/** `kind` left out: as it was read. */
export interface Correction {
  needs_answer: boolean;
  kind?: 'advice' | 'comment' | 'feedback' | 'order' | 'problem' | 'thanks' | null;
}

/** How often, of what. */
export interface Count {
  key: string;
  n: number;
}

/** What was not heard, without what it tells. `error`: a short code, or the status of the last answer. */
export interface DeadBulletin {
  id: string;
  webhook: string;
  event: string;
  attempts: number;
  error: string | null;
  at: string;
}

export interface DeadBulletins {
  items: DeadBulletin[];
  counts: Record<string, number>;
}

export interface DecisionShape {
  outcome: string;
  codes: string[];
  until?: string | null;
}

/** `hand_over`: what is mine and somebody waits for goes to others now, the rest with the customer's next words. */
export interface Declaration {
  status: 'available' | 'away' | 'busy' | 'offline';
  hand_over?: boolean;
}

/** What the channel could not show, told to the admin: `wanted` became `got`. */
export interface Degradation {
  wanted: string;
  got: string;
  reason: string;
}

/** On `channel`, `wanted` becomes `got`. */
export interface DegradedShape {
  step: string;
  channel: string;
  language: string;
  wanted: string;
  got: string;
  reason: string;
}

export interface Deleted {
  type: 'deleted';
  target: string;
  referral?: Referral | null;
  attachments?: Media[];
}

export interface Delivery {
  part: number;
  provider_id: string | null;
  status: string;
  error: Error | null;
  at: string;
  possible_repeat?: boolean;
}

/** `lines` are those of a unified diff. */
export interface Diff {
  differences: DifferenceShape[];
  lines: string[];
}

/** `step` is empty for what is the whole flow's; `key` for a whole step. */
export interface DifferenceShape {
  what: 'added' | 'changed' | 'moved' | 'removed';
  step: string;
  key: string;
  before: unknown;
  after: unknown;
}

export interface Discard {
  seen: number;
}

export interface Draft {
  kind: 'note' | 'reply';
  body: string;
  at: string;
}

/** An empty body: there is none any more. */
export interface DraftBody {
  kind: 'note' | 'reply';
  body: string;
}

/** `base` is the version it began with; `revision` is to be named by whoever saves the next. */
export interface DraftShape {
  revision: number;
  base: string | null;
  author: string;
  at: string;
  yaml: string;
}

/** `files` go with the reply, in this order. */
export interface Drafts {
  items: Draft[];
  files: Upload[];
}

/** `status` null: this agent takes no part in routing. `why`: missed, disconnected; null: their own wish. */
export interface Duty {
  status: string | null;
  since: string | null;
  why: string | null;
  load: number;
  capacity: number;
}

/** `set` these keys of a step (an empty `step` is the flow itself; null takes a key away), `add` a step behind `after` (null: first), `remove` it, or `move` it. */
export interface Edit {
  op: 'add' | 'move' | 'remove' | 'set';
  step?: string;
  values?: Record<string, unknown>;
  after?: string | null;
}

export interface Edits {
  yaml: string;
  edits: Edit[];
}

export interface Error {
  class: string;
  code?: string | null;
  text?: string | null;
}

/** One measure over many cases. `open`: those that still run, and count with the time until now. */
export interface Figure {
  name: string;
  n: number;
  open?: number;
  median?: number | null;
  p90?: number | null;
  few?: boolean;
  business_median?: number | null;
  business_p90?: number | null;
  cases?: string[];
}

export interface Floor {
  at: string;
  waiting: Waiting[];
  agents: Working[];
  queues: Queue[];
  switches: Thrown[];
}

/** `yaml` is what is in use; `tests`, `layout` (step: [x, y]) and `notes` lie beside the flow. `model` is of the draft if there is one; null where that cannot be read. `actions` are those of ours that a step may have done. */
export interface FlowDetail {
  name: string;
  version: string | null;
  yaml: string | null;
  draft: DraftShape | null;
  model: FlowModel | null;
  problems: ProblemShape[];
  tests: string;
  layout: Record<string, [number, number]>;
  notes: CanvasNote[];
  actions: string[];
  left_out: LeftOut;
}

/** `head` is all of the file but its steps. */
export interface FlowModel {
  name: string;
  version: string;
  head: Record<string, unknown>;
  steps: StepModel[];
  ways: Way[];
}

/** `version` and `release` are null for a flow that was never published; `draft` is null where there is none. */
export interface FlowSummary {
  name: string;
  title: Record<string, string>;
  steps: number;
  version: string | null;
  release: ReleaseShape | null;
  draft: KeptShape | null;
}

export interface Flows {
  items: FlowSummary[];
}

export interface FormReply {
  type: 'form_reply';
  values: Record<string, unknown>;
  body?: string | null;
  referral?: Referral | null;
  attachments?: Media[];
}

/** What held until the last change. `own`: what to say to have it again. */
export interface Former {
  own: TeamHours | null;
  hours: TeamHours | null;
}

export interface FrameShape {
  flow: string;
  version: string;
  step: string;
  vars: Record<string, unknown>;
}

/** What the bot would make of it, said by somebody it has met and asks nothing. `flow`: the one that answers, by its name; null: none. `item`: the one that is sure, also where a flow comes first. `said`: what it answers. */
export interface Heard {
  flow: string | null;
  item: string | null;
  language: string | null;
  said: string[];
  near: NearShape[];
}

export interface HeldMessage {
  id: string;
  customer_id: string;
  category: string;
  channel: string;
  topic?: string | null;
  campaign?: string | null;
  created_at: string;
  expires_at?: string | null;
}

export interface HeldMessages {
  items: HeldMessage[];
  next: string | null;
}

export interface History {
  items: ReleaseShape[];
}

/** A case that an agent has. `waiting_since`: the customer's first words that nobody answered. */
export interface Holding {
  conversation_id: string;
  epoch: number;
  customer: string | null;
  channel: string | null;
  status: string;
  priority: string;
  waiting_since: string | null;
  due_at: string | null;
}

/** A draft in the list of flows; `problems` are how many stand in the way of publishing it. */
export interface KeptShape {
  revision: number;
  base: string | null;
  author: string;
  at: string;
  problems: number;
}

/** Texts are by language. `from` and `to` are days where the customer is, both included. */
export interface KnowledgeItem {
  id: string;
  title: Record<string, string>;
  questions: Record<string, string[]>;
  answer: Record<string, string>;
  from?: string | null;
  to?: string | null;
}

/** `revisions` are by id, for whoever changes one of them. */
export interface KnowledgeList {
  items: KnowledgeItem[];
  revisions: Record<string, number>;
}

export interface KnownTag {
  tag: string;
  times: number;
}

export interface KnownTags {
  items: KnownTag[];
}

/** Where the canvas has put each step: it changes no version. */
export interface Layout {
  boxes: Record<string, [number, number]>;
}

/** `seq` null: this agent never looked at it, or too long ago. */
export interface LeftOff {
  seq: number | null;
}

/** Who answers real customers and is asked by no simulation or test: the brains of accounts, by channel; a model. */
export interface LeftOut {
  brains: Record<string, string[]>;
  model: boolean;
}

/** A tenth of the customers at once, half after half of the ramp, then all. `drop_held`: what sells and was held meanwhile is not sent at all. */
export interface Lift {
  by?: string | null;
  note?: string | null;
  ramp_minutes?: number;
  drop_held?: boolean;
}

export interface Lifted {
  silence: SilenceShape;
  epoch: number;
}

export interface Links {
  made: Made[];
  suggested: Suggested[];
}

/** Degrees, WGS 84. */
export interface Location {
  type: 'location';
  latitude: number;
  longitude: number;
  name?: string | null;
  address?: string | null;
  referral?: Referral | null;
  attachments?: Media[];
}

export interface Login {
  email: string;
  password: string;
}

/** Every few seconds. `focused`: the page has the focus, and a hand moved within the last minute. */
export interface Looking {
  mode: 'noting' | 'replying' | 'viewing';
  focused?: boolean;
}

/** Done after the text is sent: add tags, pass on to a team, snooze for some hours, or resolve. */
export interface MacroAct {
  act: 'resolve' | 'snooze' | 'tag' | 'transfer';
  tags?: string[];
  team?: string | null;
  reason?: string;
  hours?: number | null;
}

export interface Made {
  id: string;
  kind: string;
  from_customer: string;
  into_customer: string;
  evidence: Record<string, unknown>;
  by: string | null;
  at: string;
  undone_at: string | null;
}

/** `url` is where the provider (in) or the brand (out) keeps it; `media_id` is ours once fetched, before it theirs. `missing` says why the bytes are not here (too large, expired, refused); the message is kept all the same. */
export interface Media {
  type: 'media';
  kind: 'animation' | 'audio' | 'file' | 'image' | 'sticker' | 'video' | 'voice';
  url?: string | null;
  media_id?: string | null;
  mime?: string | null;
  name?: string | null;
  caption?: string | null;
  missing?: string | null;
  referral?: Referral | null;
  attachments?: Media[];
}

export interface Member {
  role: 'admin' | 'agent' | 'supervisor';
  languages: string[];
  teams?: string[];
  skills?: Record<string, number>;
  channels?: string[];
  capacity?: number;
  id: string;
  name: string;
  email: string;
  disabled_at: string | null;
}

export interface Members {
  items: Member[];
}

/** That customer becomes a part of this conversation's; `why` is the evidence. */
export interface MergeWith {
  customer_id: string;
  why: string;
}

export interface Message {
  id: string;
  seq: number;
  direction: string;
  account: string;
  channel: string;
  conversation_id: string;
  customer_id: string;
  from: Party;
  to: Party;
  author: string;
  author_name?: string | null;
  provider_id?: string | null;
  reply_to?: ReplyTo | null;
  content: Text | Media | Location | ContactCard | Choices | ChoiceReply | FormReply | Template | Card | Carousel | Referral | Reaction | ContentEdited | Deleted | System | Unsupported;
  sent_at: string;
  received_at: string;
  edited_at?: string | null;
  deleted_at?: string | null;
  decision?: DecisionShape | null;
  category?: string | null;
  topic?: string | null;
  status?: string | null;
  deliveries?: Delivery[];
}

/** One of: words said, an option chosen by its label, a flow begun by a button, waiting for the next timer. */
export interface Move {
  say?: string | null;
  choose?: string | null;
  start?: string | null;
  wait?: boolean;
  via?: string | null;
}

export interface NamedTeam {
  name: string;
  skills?: string[];
  hours?: TeamHours | null;
  id: string;
}

/** An item by the question of its own that comes nearest. `score`: in a hundred. */
export interface NearShape {
  item: string;
  language: string;
  question: string;
  score: number;
}

/** `shortcut` is typed after "/". With `acts` it is a macro. `team` null: for everybody. */
export interface NewCanned {
  shortcut: string;
  title: string;
  texts?: Record<string, string>;
  acts?: MacroAct[];
  team?: string | null;
}

/** For the draft of a flow; `seen` is the revision that was looked at, 0: there was none. `words` are said exactly so, examples are like what is said. */
export interface NewExamples {
  flow: string;
  seen: number;
  language: string;
  words: string[];
  as?: 'examples' | 'words';
}

/** `own` null: as is configured, of a team as the brand's. `seen`: `since` of what it is to replace. */
export interface NewHours {
  own: TeamHours | null;
  seen: string | null;
}

/** `client_id` makes a repeated click one note. `mentions` are ids of colleagues who are asked to look. */
export interface NewNote {
  client_id: string;
  body: string;
  mentions?: string[];
}

/** `scope`: brand, topic:<id> or channel:<name>. `let_pass`: topics of critical messages that pass a total one. */
export interface NewSilence {
  reason: string;
  scope?: string;
  level?: 'all_but_critical' | 'marketing' | 'total';
  by?: string | null;
  until?: string | null;
  let_pass?: string[];
}

/** `seq`: it stands after that message of its conversation. `kind`: note, transfer or presence; `author` null: the gateway. */
export interface Note {
  id: string;
  conversation_id: string;
  seq: number;
  kind: string;
  author: string | null;
  author_name: string | null;
  body: string;
  mentions: string[];
  at: string;
}

/** Beside the steps, for colleagues; `at` is its top left corner. */
export interface NoteBody {
  at: [number, number];
  text: string;
}

export interface Notes {
  items: Note[];
}

/** `team` null: the brand's. `own`: what people said of it, null: as is configured, of a team as the brand's. `windows`: what holds, null: always open. `since`, `by`: the last change, and whose. `until`: when people leave, or where they are not there come; null: not within a year. */
export interface OfficeShape {
  team: string | null;
  name: string | null;
  own: TeamHours | null;
  windows: Window[] | null;
  zone: string;
  closed_on: ClosedDay[];
  since: string | null;
  by: string | null;
  former: Former | null;
  is_open: boolean;
  until: string | null;
}

/** The brand's first. `configured`: what holds where nobody said otherwise of it. */
export interface Offices {
  configured: TeamHours | null;
  items: OfficeShape[];
}

/** One answer to choose. The id travels, the label is read; a `url` opens a page instead of answering. */
export interface Option {
  id: string;
  label: string;
  description?: string | null;
  url?: string | null;
}

export interface OwnAccount {
  id: string;
  channel: string;
}

/** `label`: its name, by language. */
export interface OwnTopic {
  id: string;
  label: Record<string, string>;
}

export interface Party {
  address: string;
  name?: string | null;
}

/** `link` null: the code is to be typed there. Both are shown once. */
export interface Pivot {
  code: string;
  link: string | null;
  channel: string;
  expires_at: string;
}

/** The account on which the customer wants to go on. */
export interface PivotTo {
  account: string;
}

/** What came of one move, and how things stand after it; `path`: the steps that ran, as [flow, step]. */
export interface Played {
  said: ShownShape[];
  path: [string, string][];
  frames: FrameShape[];
  owner: string;
  language: string | null;
  terms: Record<string, unknown>;
  at: string;
  problem?: string | null;
}

export interface Presence {
  kind: 'read' | 'typing';
}

/** What comes of an action done outside. */
export interface Pretended {
  result?: unknown;
  error?: string | null;
}

/** One step of a text, in one of its languages. */
export interface Preview {
  yaml: string;
  step: string;
  language: string;
}

/** `step` is null for what is the whole flow's. */
export interface ProblemShape {
  line: number;
  step: string | null;
  text: string;
}

/** What an agent may and can do. `capacity`: how many live chats; `channels` empty: all. */
export interface Profile {
  role: 'admin' | 'agent' | 'supervisor';
  languages: string[];
  teams?: string[];
  skills?: Record<string, number>;
  channels?: string[];
  capacity?: number;
}

/** The draft of that revision. Where its tests fail it is refused, unless `despite_tests`. */
export interface Publish {
  seen: number;
  note?: string;
  upgrade?: 'keep' | 'move' | 'restart';
  despite_tests?: boolean;
}

/** Of one team; `team` null: of no team. `until`: when its people leave, or where they are not there come; null: not within a year. */
export interface Queue {
  team: string | null;
  name: string | null;
  waiting: number;
  late: number;
  oldest: string | null;
  free: number;
  is_open: boolean;
  until: string | null;
}

/** The newest place of the conversation that is before the agent's eyes. What they had seen before stays seen. */
export interface Reached {
  seq: number;
}

/** `emoji` None: taken back. `target` is the provider id of the message reacted to. */
export interface Reaction {
  type: 'reaction';
  target: string;
  emoji?: string | null;
  referral?: Referral | null;
  attachments?: Media[];
}

/** What brought the customer here (an ad, a deep link, a post): beside what was said, or alone. */
export interface Referral {
  type: 'referral';
  source: string;
  ref?: string | null;
  ad_id?: string | null;
  url?: string | null;
}

/** One publication. `upgrade`: what becomes of conversations in an older version. */
export interface ReleaseShape {
  version: string;
  at: string;
  author: string;
  note: string;
  upgrade: 'keep' | 'move' | 'restart';
}

/** `client_id` makes a repeated click one message; `seen_seq` is the newest place the agent saw. `account`: by which of the customer's ways; null: where they wrote last. */
export interface Reply {
  client_id: string;
  content: Text | Media | Location | ContactCard | Choices | ChoiceReply | FormReply | Template | Card | Carousel | Referral | Reaction | ContentEdited | Deleted | System | Unsupported;
  seen_seq: number;
  force?: boolean;
  account?: string | null;
}

export interface ReplyTo {
  id?: string | null;
  provider_id?: string | null;
}

/** `cases` of an ending are conversations: the bot opens no case. `times` are in seconds, `efforts` are how often: `contacts` counts what opened the case, and each time the customer wrote again after an answer, but for thanks. */
export interface Report {
  definition: string;
  since: number;
  until: number;
  times: Figure[];
  efforts: Figure[];
  shares: Share[];
  endings: Share[];
  scores: Score[];
  volume: Count[];
  reasons: Count[];
  conclusions: Count[];
  tags: Count[];
  hours: Count[];
  days: Count[];
}

/** What becomes of a group: `examples` or an `answer`; neither dismisses it. `seen`: the answer's revision. */
export interface Resolve {
  messages: string[];
  examples?: NewExamples | null;
  answer?: KnowledgeItem | null;
  seen?: number | null;
}

/** How many sayings are gone from the list; the draft that holds the examples. */
export interface Resolved {
  resolved: number;
  draft: Saved | null;
}

/** A group that was dismissed by mistake: what stood in it is read from the messages again. */
export interface Restore {
  messages: string[];
  language: string;
}

/** How many are on the list again: not those whose words are gone, or too old. */
export interface Restored {
  restored: number;
}

export interface RollBack {
  version: string;
  note?: string;
  upgrade?: 'keep' | 'move' | 'restart';
}

/** `seen` is the revision that was changed; 0: there was no draft. */
export interface Save {
  yaml: string;
  seen: number;
}

export interface Saved {
  revision: number;
  problems: ProblemShape[];
  model: FlowModel | null;
}

/** A survey's answers. `good`: the share from which on it counts as good. */
export interface Score {
  kind: string;
  asked: number;
  answered: number;
  mean: number | null;
  good: Share;
  distribution: Count[];
}

/** The epoch the agent saw: a stale one changes nothing. */
export interface Seen {
  epoch: number;
}

/** A part of a whole, with its 95 % interval (Wilson). */
export interface Share {
  name: string;
  n: number;
  of: number;
  share: number | null;
  low: number | null;
  high: number | null;
  cases?: string[];
}

/** A message as its channel shows it. */
export interface ShownShape {
  content: Text | Media | Location | ContactCard | Choices | ChoiceReply | FormReply | Template | Card | Carousel | Referral | Reaction | ContentEdited | Deleted | System | Unsupported;
  channel: string;
  author: string;
  flow: string;
  step: string;
  as: 'buttons' | 'list' | 'numbers' | 'quick_replies' | 'text';
  degradations?: Degradation[];
}

export interface SilenceChange {
  epoch: number;
  act: string;
  by: string;
  at: string;
  note?: string | null;
}

export interface SilenceShape {
  id: string;
  scope: string;
  level: string;
  reason: string;
  let_pass: string[];
  since: string;
  until: string | null;
  lifted_at: string | null;
  ramp_minutes: number;
  holds: boolean;
  changes: SilenceChange[];
}

export interface Silences {
  items: SilenceShape[];
  next: string | null;
}

/** `drafts` (name: YAML) stand in place of what is in use; `actions` say what comes of those done outside. */
export interface Simulate {
  moves: Move[];
  channel?: 'messenger' | 'sms' | 'telegram' | 'whatsapp';
  language?: string | null;
  drafts?: Record<string, string>;
  actions?: Record<string, Pretended>;
}

export interface Simulated {
  turns: Played[];
}

/** A step as one channel would show it; an expression stands as ‹itself›. `parts`: how many messages it takes. */
export interface SkinShape {
  channel: string;
  as: 'buttons' | 'list' | 'numbers' | 'quick_replies' | 'text';
  body: string;
  options: string[];
  parts: number;
  degradations: Degradation[];
}

export interface Skins {
  skins: SkinShape[];
}

/** `until` null: until the customer writes. */
export interface Snooze {
  epoch: number;
  until?: string | null;
}

/** `values` are as written in the file; `calls` are the flows it may start. */
export interface StepModel {
  id: string;
  kind: string;
  line: number;
  values: Record<string, unknown>;
  calls: string[];
  actions: string[];
}

/** How many conversations came to a step, and how many are still there. */
export interface StepTraffic {
  step: string;
  entered: number;
  stayed: number;
}

export interface Stretch {
  epoch: number;
  owner: string;
  owner_id: string | null;
  status: string;
  act: string;
  by: string | null;
  began_at: string;
  ended_at: string | null;
}

/** Somebody who may be the same person, and why: `detail` is what is the same. `vouched`: both providers say so. `apart_at`: since then it is known that they are two. */
export interface Suggested {
  customer_id: string;
  name: string | null;
  channel: string;
  address: string;
  evidence: 'email_said' | 'phone_said' | 'same_name' | 'same_number' | 'same_phone';
  detail: string;
  vouched: boolean;
  apart_at: string | null;
}

/** `key`: the conversation or account; of the brand it is empty. `engaged` true lets the bot speak again. */
export interface Switch {
  scope: 'account' | 'brand' | 'conversation';
  key?: string;
  engaged: boolean;
  reason?: string;
}

/** Where the bot is disengaged. */
export interface Switches {
  items: Thrown[];
}

/** Said by the provider, not by a person: number changes, members, permissions, a block. */
export interface System {
  type: 'system';
  event: string;
  data?: Record<string, unknown>;
  referral?: Referral | null;
  attachments?: Media[];
}

/** All that the conversation is to have. */
export interface Tags {
  tags: string[];
}

export interface Team {
  id: string;
  name: string;
}

/** When people answer. `zone` null: in the brand's; `closed` null: closed when the brand is, else on these days: 12-24 of every year, easter+1, 2027-05-14 once. */
export interface TeamHours {
  windows: Window[];
  zone?: string | null;
  closed?: string[] | null;
}

/** `hours` null: the brand's. */
export interface TeamShape {
  name: string;
  skills?: string[];
  hours?: TeamHours | null;
}

export interface Teams {
  items: NamedTeam[];
}

/** Meta: body variables "1", "2" or names, header media "header", buttons "button.0". Twilio: the ContentSid. `header`: a file above the words that has no address, instead of one among `params`. Meta only. */
export interface Template {
  type: 'template';
  template_id: string;
  locale?: string;
  params?: Record<string, string>;
  header?: Media | null;
  referral?: Referral | null;
  attachments?: Media[];
}

/** `at`: when the provider was asked. `error`: why a fresher list could not be had, as a class of failures. */
export interface Templates {
  items: Approved[];
  at: string;
  error?: string | null;
}

/** Empty: none. `seen` is the text that was changed: where another is kept meanwhile it is refused. */
export interface Tests {
  yaml: string;
  seen?: string | null;
}

export interface Text {
  type: 'text';
  body: string;
  referral?: Referral | null;
  attachments?: Media[];
}

export interface Thrown {
  scope: 'account' | 'brand' | 'conversation';
  key: string;
  by: string;
  by_name: string | null;
  reason: string;
  at: string;
}

/** `conversations`: whose messages these are, the one that was asked for first, then those that were linked to it. Where they are others than with the page before, a link was made or undone meanwhile: begin anew. */
export interface Timeline {
  items: Message[];
  next: string | null;
  conversations: string[];
}

/** What became of real conversations since then. `version` is null where none is in use. */
export interface TrafficShape {
  version: string | null;
  since: string;
  conversations: number;
  steps: StepTraffic[];
  ways: WayTraffic[];
}

/** Who held it, how that changed, and why each agent was chosen. */
export interface Trail {
  stretches: Stretch[];
  assignments: Assigned[];
  names: Record<string, string>;
}

/** To a team, to an agent, or back to everybody; why, in words for colleagues. */
export interface Transfer {
  epoch: number;
  reason: string;
  team?: string | null;
  agent?: string | null;
  priority?: 'high' | 'normal' | 'urgent' | null;
}

export interface Tried {
  verdicts: VerdictShape[];
}

/** Things that customers said alike. `examples` are different wordings, the most frequent first. */
export interface UnclearGroup {
  language: string;
  examples: string[];
  count: number;
  last: string;
  messages: string[];
}

export interface UnclearGroups {
  items: UnclearGroup[];
}

/** Something a person sent and we cannot show: `kind` is the provider's own word for it. */
export interface Unsupported {
  type: 'unsupported';
  kind: string;
  note?: string | null;
  referral?: Referral | null;
  attachments?: Media[];
}

export interface Upload {
  id: string;
  kind: string;
  mime: string;
  name: string;
  size: number;
  ways: Carried[];
}

/** One test on one channel; `faults`: with every webhook twice and out of order. Without `problem` it held. */
export interface VerdictShape {
  test: string;
  channel: string;
  faults: boolean;
  line: number;
  problem: string | null;
}

export interface VersionText {
  version: string;
  yaml: string;
}

/** `why_not`: what each agent lacks to take it, by agent; empty where it is being placed. `owner_id`: whom it is offered to. `title`: what it is about, of those that are due first. */
export interface Waiting {
  conversation_id: string;
  epoch: number;
  case_id: string;
  customer: string | null;
  title: string | null;
  owner_id: string | null;
  customer_id: string;
  channel: string | null;
  team: string | null;
  language: string | null;
  priority: string;
  reason: string;
  owner: string;
  due_at: string | null;
  queued_at: string | null;
  late: boolean;
  alarming: boolean;
  why_not: Record<string, string>;
}

/** `to` is a step, "end" or "human"; `option` names the option. */
export interface Way {
  source: string;
  to: string;
  why: 'else' | 'empty' | 'error' | 'expires' | 'go' | 'next' | 'option' | 'options' | 'silence' | 'start' | 'then' | 'unclear';
  option?: string | null;
}

/** How many conversations went from a step `to` another, "end" or "human", by whatever way. */
export interface WayTraffic {
  source: string;
  to: string;
  count: number;
}

export interface Window {
  from: string;
  to: string;
  days?: ('fri' | 'mon' | 'sat' | 'sun' | 'thu' | 'tue' | 'wed')[];
}

export interface Working {
  id: string;
  name: string;
  role: string;
  status: string | null;
  since: string | null;
  why: string | null;
  teams: string[];
  languages: string[];
  skills: string[];
  load: number;
  capacity: number;
  holds: number;
  offered: number;
  longest_unanswered: string | null;
  last_assigned_at: string | null;
  cases: Holding[];
}

export interface ContentEdited {
  type: 'edited';
  target: string;
  content: Text | Media | Location | ContactCard | Choices | ChoiceReply | FormReply | Template | Card | Carousel | Referral | Reaction | ContentEdited | Deleted | System | Unsupported;
  referral?: Referral | null;
  attachments?: Media[];
}

/** All lines that no edit touched are as they were, to the byte. */
export interface ShapesEdited {
  yaml: string;
  problems: ProblemShape[];
  model: FlowModel | null;
}
