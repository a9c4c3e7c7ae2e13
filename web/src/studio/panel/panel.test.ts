import { expect, it } from 'vitest';
import type { Played, Verdict } from '../../api/studio';
import { tellOf } from './problems';
import { byTest } from './tests';
import { recorded, withTest } from './try';
import { coloured } from './yaml';

it.each([
  ['  - {id: a, go: b} # why', [['- ', 'id:', 'a', 'go:', 'b', '# why'], 'aside']],
] as const)('colours %j', (line) => {
  const kinds = coloured(line).filter((piece) => piece.text.trim() !== '').map((piece) => [piece.text.trim(), piece.kind]);
  expect(kinds).toEqual([['-', 'mark'], ['{', 'mark'], ['id', 'key'], [':', 'mark'], ['a', ''], [',', 'mark'], ['go', 'key'], [':', 'mark'], ['b', ''], ['}', 'mark'], ['# why', 'aside']]);
  expect(coloured(line).map((piece) => piece.text).join('')).toBe(line);
});

it('takes texts whole, with what looks like marks in them', () => {
  expect(coloured('say: "a: #b {c}"').map((piece) => piece.kind)).toEqual(['key', 'mark', '', 'text']);
});

it('gathers verdicts by test, and failures that are the same', () => {
  const verdict = (channel: Verdict['channel'], faults: boolean, problem: string | null): Verdict => ({ test: 't', channel, faults, line: 3, problem });
  const [outcome] = byTest([verdict('sms', false, 'no'), verdict('sms', true, 'no'), verdict('telegram', false, null), verdict('whatsapp', false, 'other')]);
  expect(outcome?.channels).toEqual(['sms', 'telegram', 'whatsapp']);
  expect(outcome?.failures).toEqual([
    { problem: 'no', line: 3, channels: ['sms'], onlyFaults: false },
    { problem: 'other', line: 3, channels: ['whatsapp'], onlyFaults: false },
  ]);
});

it.each([
  ['flow "a", step "b": no way leads here; remove it, or go to it', 'en', 'No way leads here; remove it, or go to it'],
  ['flow "a", step "b": no way leads here; remove it, or go to it', 'fr', 'Rien ne mène ici\u00a0: retirez-la, ou menez-y.'],
  ['flow "a", step "b": "Hello" is not written in fr, en; add it', 'fr', '«\u00a0Hello\u00a0» n’est pas écrit en fr, en\u00a0: ajoutez-le.'],
  ['flow "a": goes to "x", and there is no such step. Did you mean "y"?', 'fr', 'Mène à «\u00a0x\u00a0», et cette étape n’existe pas. Vouliez-vous dire «\u00a0y\u00a0»\u00a0?'],
  ['flow "a": something new', 'fr', 'Something new'],
] as const)('tells %j in %s', (text, language, told) => expect(tellOf(text, language)).toBe(told));

it('makes a test of what was tried', () => {
  const played = (content: Played['said'][number]['content']): Played => ({
    said: [{ content, channel: 'sms', author: 'bot', flow: 'a', step: 's', as: 'text' }], path: [], frames: [], owner: 'bot', language: 'en', terms: {}, at: '', problem: null,
  });
  const asked = played({ type: 'choices', body: 'Which: a or b?', options: [{ id: '1', label: 'A' }] });
  const test = recorded('it asks', 'en', 'sms', [{ start: 'a' }, { choose: 'A' }, { wait: true }, { choose: 'gone' }], [
    asked, played({ type: 'text', body: 'Good' }), played({ type: 'text', body: 'There?' }), { ...asked, problem: 'cannot: gone' },
  ], {});
  expect(withTest('', 'a', test)).toBe(
    'flow: a\ntests:\n  - name: "it asks"\n    on: [sms]\n    language: en\n    turns:\n      - start: a\n      - bot: {has: "Which: a or b?", options: ["A"]}\n      - choose: "A"\n      - bot: "Good"\n      - silence: true\n      - bot: "There?"\n',
  );
  const link = played({ type: 'text', body: 'Here: https://a.example/me/x1 and good.' });
  expect(recorded('x', 'fr', 'sms', [{ start: 'a' }], [link], {})).toContain('bot: {has: ["Here:", "and good."]}');
  expect(recorded('x', 'fr', 'sms', [], [], { 'shop.pay': { result: { total: 3 } } })).toContain('\n    actions: {"shop.pay":{"result":{"total":3}}}\n    turns:');
  expect(withTest('flow: a\ntests:\n  - x\n\n', 'a', test).startsWith('flow: a\ntests:\n  - x\n  - name: "it asks"')).toBe(true);
});
