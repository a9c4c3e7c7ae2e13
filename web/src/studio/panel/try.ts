/** What a simulation needs to know of a flow. Pure. */

import type { Content } from '../../api/desk';
import type { Channel, Model, Move, Played } from '../../api/studio';

const OURS = 'terms.';

/** The actions that somebody else does. */
export function outside(model: Model): string[] {
  return [...new Set(model.steps.flatMap((step) => step.actions))].filter((name) => !name.startsWith(OURS)).sort();
}

/** What was tried, as a test of the flow: the same moves must be answered in the same words. */
export function recorded(name: string, language: string, channel: Channel, moves: readonly Move[], turns: readonly Played[]): string {
  const lines = [`  - name: ${quoted(name)}`, `    on: [${channel}]`, `    language: ${language}`, '    turns:'];
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

const quoted = (text: string): string => JSON.stringify(text);

function moved(move: Move): string {
  if (move.wait) return 'silence: true';
  if (move.start !== undefined) return `start: ${move.start}`;
  return move.choose === undefined ? `user: ${quoted(move.say ?? '')}` : `choose: ${quoted(move.choose)}`;
}

function heard(content: Extract<Content, { type: 'text' | 'choices' }>): string {
  if (content.type === 'text') return quoted(content.body);
  return `{has: ${quoted(content.body)}, options: [${content.options.map((option) => quoted(option.label)).join(', ')}]}`;
}
