import { Button, Kbd } from '@mantine/core';
import { useEffect, useEffectEvent, useRef, useState } from 'react';
import { useWords } from '../../shared/language';
import { keyOf, type Command } from './keys';
import { chordOf, given, isFixed, swapped, whyNot } from './ownKeys';
import { useKeyboard } from './useKeyboard';
import { keyWords } from './words';

type Trouble = { kind: 'no_sign' | 'browser' } | { kind: 'taken'; by: Command; chord: string };

/** A command's key in the help; pressed, it takes the next key for it. */
export function KeyButton({ command }: { command: Command }) {
  const name = useWords(keyWords);
  const { keys, own, keep } = useKeyboard();
  const [listening, listen] = useState(false);
  const [trouble, setTrouble] = useState<Trouble | null>(null);
  const button = useRef<HTMLButtonElement>(null);
  const key = keyOf(command, keys);
  const leave = () => {
    setTrouble(null);
    listen(false);
  };
  const done = () => {
    leave();
    button.current?.focus();
  };
  useNextKey(listening, (chord) => {
    if (chord === null) return done();
    const kind = whyNot(chord);
    if (kind) return setTrouble({ kind });
    const found = given(own, command, chord);
    if ('taken' in found) return setTrouble({ kind: 'taken', by: found.taken, chord });
    keep(found.own);
    done();
  });
  const swap = (by: Command) => {
    keep(swapped(own, command, by));
    done();
  };
  if (isFixed(command)) return <Kbd>{name.keys(key)}</Kbd>;
  return (
    <span className="key-frame" onBlur={(event) => !event.currentTarget.contains(event.relatedTarget) && leave()}>
      <button ref={button} type="button" className="key" data-own={own[command] !== undefined} aria-pressed={listening} aria-label={name.change(name.commands[command], name.keys(key))} title={name.changeHint} onClick={() => (listening ? done() : listen(true))} data-mantine-stop-propagation={listening}>
        <Kbd>{listening ? name.press : name.keys(key)}</Kbd>
      </button>
      {listening && <span className="unseen" role="status">{name.pressLong}</span>}
      {trouble && (
        <span className="key-trouble" role="alert">
          {trouble.kind === 'taken' ? name.taken(name.keys(trouble.chord), name.commands[trouble.by]) : name.cannot[trouble.kind]}
          {trouble.kind === 'taken' && !isFixed(trouble.by) && <Button size="compact-xs" variant="default" data-mantine-stop-propagation onPointerDown={(event) => event.preventDefault()} onClick={() => swap(trouble.by)}>{name.swap}</Button>}
        </span>
      )}
    </span>
  );
}

/** Takes the next key before anything else does; null: Escape, one does not want to. */
function useNextKey(listening: boolean, take: (chord: string | null) => void): void {
  const taken = useEffectEvent(take);
  useEffect(() => {
    if (!listening) return;
    const onKey = (event: KeyboardEvent) => {
      const answers = event.target instanceof HTMLElement && event.target.closest('.key-trouble') !== null;
      if (event.key === 'Tab' || (answers && event.key !== 'Escape')) return; // on to what is said, or an answer to it
      event.preventDefault();
      event.stopPropagation();
      const chord = chordOf({ key: event.key, ctrl: event.ctrlKey, alt: event.altKey, meta: event.metaKey, shift: event.shiftKey });
      if (event.key === 'Escape') taken(null);
      else if (chord !== null && !event.repeat) taken(chord);
    };
    window.addEventListener('keydown', onKey, true);
    return () => window.removeEventListener('keydown', onKey, true);
  }, [listening]);
}
