import { describe, expect, it } from 'vitest';
import { command, keyOf } from './keys';
import { chordOf, given, keysWith, ownKeysOf, swapped, whyNot } from './ownKeys';

const bare = { ctrl: false, alt: false, meta: false, shift: false };

it.each([
  [{ ...bare, key: 'e' }, 'e'],
  [{ ...bare, key: 'E', shift: true }, 'E'],
  [{ ...bare, key: 'e', alt: true }, 'Alt+e'],
  [{ ...bare, key: 'E', ctrl: true, shift: true }, 'Ctrl+Shift+e'],
  [{ ...bare, key: 'F2' }, 'F2'],
  [{ ...bare, key: 'Shift', shift: true }, null],
  [{ ...bare, key: 'Dead', alt: true }, null],
])('%j is %s', (pressed, expected) => expect(chordOf(pressed)).toBe(expected));

it.each([
  ['x', null], ['!', null], ['+', null], ['Alt+e', null], ['Alt++', null], ['Ctrl+Shift+e', null], ['Ctrl+Alt+e', null],
  ['Ctrl+e', 'browser'], ['Meta+e', 'browser'], [' ', 'no_sign'], ['Tab', 'no_sign'], ['F2', 'no_sign'], ['Alt+Enter', 'no_sign'],
])('%s may be given: %s', (chord, expected) => expect(whyNot(chord)).toBe(expected));

describe('an agent’s own keys', () => {
  it('take the place of the first ones, in hints and under the fingers', () => {
    const keys = keysWith({ resolve: 'y', snooze: 'Alt+s' });
    const pressed = { modified: false, inField: false, onControl: false };
    expect([keyOf('resolve', keys), keyOf('take', keys)]).toEqual(['y', 't']);
    expect([command({ ...pressed, key: 'y' }, keys), command({ ...pressed, key: 'e' }, keys)]).toEqual(['resolve', null]);
    expect(command({ ...pressed, key: 's', modified: true, chord: 'Alt+s' }, keys)).toBe('snooze');
  });

  it('with Alt or two others held work where one writes, and where letters alone do nothing', () => {
    const keys = keysWith({ snooze: 'Alt+s' });
    expect(command({ key: 's', chord: 'Alt+s', modified: true, inField: true, onControl: false, singleOff: true }, keys)).toBe('snooze');
  });

  it.each([
    ['a free one', given({}, 'resolve', 'y'), { own: { resolve: 'y' } }],
    ['another’s', given({}, 'resolve', 't'), { taken: 'take' }],
    ['what another gave up', given({ take: 'y' }, 'resolve', 't'), { own: { take: 'y', resolve: 't' } }],
    ['the first again', given({ resolve: 'y' }, 'resolve', 'e'), { own: {} }],
    ['the same', given({ resolve: 'y' }, 'resolve', 'y'), { own: { resolve: 'y' } }],
  ])('may be %s', (_, found, expected) => expect(found).toEqual(expected));

  it('are exchanged, and exchanged back', () => {
    const once = swapped({}, 'resolve', 'take');
    expect(once).toEqual({ resolve: 't', take: 'e' });
    expect(swapped(once, 'resolve', 'take')).toEqual({});
  });

  it.each([
    [null, {}], ['', {}], ['{', {}], ['[]', {}], ['7', {}],
    ['{"resolve":"y","gone":"z","back":"q","take":"Tab","snooze":3}', { resolve: 'y' }],
  ])('are kept as %j', (kept, expected) => expect(ownKeysOf(kept)).toEqual(expected));
});
