/** What a simulation needs to know of a flow. Pure. */

import type { Content } from '../../api/desk';
import type { Channel, Model, Move, Played, Simulation } from '../../api/studio';

const OURS = 'terms.';
const ADDRESS = /https?:\/\/\S+/;

/** The actions that somebody else does. */
export function outside(model: Model): string[] {
  return [...new Set(model.steps.flatMap((step) => step.actions))].filter((name) => !name.startsWith(OURS)).sort();
}

/** What was tried, as a test of the flow: the same moves must be answered in the same words. */
export function recorded(name: string, language: string, channel: Channel, moves: readonly Move[], turns: readonly Played[], actions: Simulation['actions']): string {
  const lines = [`  - name: ${quoted(name)}`, `    on: [${channel}]`, `    language: ${language}`];
  if (Object.keys(actions).length > 0) lines.push(`    actions: ${JSON.stringify(actions)}`); // JSON is YAML too
  lines.push('    turns:');
  moves.forEach((move, at) => {
    if (turns[at]?.problem !== null) return; // it did nothing
    lines.push(`      - ${moved(move)}`);
    for (const { content } of turns[at].said) if (content.type === 'text' || content.type === 'choices') lines.push(`      - bot: ${heard(content)}`);
  });
  return `${lines.join('\n')}\n`;
}

/** Behind the tests that there are. */
export function withTest(tests: string, flow: string, test: string): string {
  const before = tests.trim() ? tests.replace(/\n*$/, '\n') : `flow: ${flow}\ntests:\n`;
  return before + test;
}

/** The words without addresses: a link to one's own page is another each time. */
function lasting(body: string): string {
  const pieces = body.split(ADDRESS).map((piece) => piece.trim()).filter((piece) => piece !== '');
  return pieces.length === 1 && !ADDRESS.test(body) ? quoted(body) : `[${pieces.map(quoted).join(', ')}]`;
}

const quoted = (text: string): string => JSON.stringify(text);

function moved(move: Move): string {
  if (move.wait) return 'silence: true';
  if (move.start !== undefined) return `start: ${move.start}`;
  return move.choose === undefined ? `user: ${quoted(move.say ?? '')}` : `choose: ${quoted(move.choose)}`;
}

function heard(content: Extract<Content, { type: 'text' | 'choices' }>): string {
  const words = lasting(content.body);
  if (content.type === 'text') return words.startsWith('[') ? `{has: ${words}}` : words;
  return `{has: ${words}, options: [${content.options.map((option) => quoted(option.label)).join(', ')}]}`;
}
