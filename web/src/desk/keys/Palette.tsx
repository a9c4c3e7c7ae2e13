import { Kbd, Modal } from '@mantine/core';
import { useEffect, useId, useLayoutEffect, useRef, useState, type KeyboardEvent } from 'react';
import { flushSync } from 'react-dom';
import type { Session } from '../../api/desk';
import { Icon } from '../../shared/Icon';
import { useWords } from '../../shared/language';
import { useFocusBack } from './Asked';
import { found } from './palette';
import './palette.css';
import { useEntries, type Runnable } from './useEntries';
import { keyWords } from './words';

interface Props {
  opened: boolean;
  close: () => void;
  session: Session;
}

/** Everything that can be done here, by its name. */
export function Palette({ opened, close, session }: Props) {
  const name = useWords(keyWords);
  return (
    <Modal.Root opened={opened} onClose={close} size={560} padding={0} yOffset="12vh" returnFocus={false} transitionProps={{ duration: 0 }}>
      <Modal.Overlay />
      <Modal.Content aria-label={name.palette}>
        <Modal.Body>
          <Search close={close} session={session} />
        </Modal.Body>
      </Modal.Content>
    </Modal.Root>
  );
}

function Search({ close, session }: Omit<Props, 'opened'>) {
  const name = useWords(keyWords);
  const list = useId();
  const [query, setQuery] = useState('');
  const [at, setAt] = useState(0);
  const shown = found(useEntries(session), query);
  const from = useRef<Element | null>(null);
  useLayoutEffect(() => {
    from.current = document.activeElement;
  }, []);
  useFocusBack();
  const run = (one: Runnable) => {
    flushSync(close); // what is opened next must not find this one open, and goes back to where one was
    if (from.current instanceof HTMLElement) from.current.focus({ preventScroll: true });
    one.run();
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const chosen = shown[at];
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step) setAt((at + step + shown.length) % Math.max(shown.length, 1));
    else if (event.key === 'Enter' && !event.nativeEvent.isComposing) {
      if (chosen && !event.repeat) run(chosen);
    } else return;
    event.preventDefault();
  };
  return (
    <div className="palette" data-palette>
      <label className="palette-field">
        <Icon name="search" size={18} />
        <input
          data-autofocus
          type="text"
          role="combobox"
          aria-label={name.palette}
          aria-expanded={shown.length > 0}
          aria-controls={list}
          aria-autocomplete="list"
          aria-activedescendant={shown.length > 0 ? `${list}-${at}` : undefined}
          autoComplete="off"
          spellCheck={false}
          placeholder={name.paletteHint}
          value={query}
          onChange={(event) => (setQuery(event.currentTarget.value), setAt(0))}
          onKeyDown={onKeyDown}
        />
      </label>
      <ul id={list} role="listbox" aria-label={name.palette} className="palette-list" hidden={shown.length === 0}>
        {shown.map((one, index) => <Option key={one.id} id={`${list}-${index}`} one={one} chosen={index === at} headed={query === '' && one.group !== shown[index - 1]?.group} aside={query === '' ? one.detail : one.detail || one.group} run={() => run(one)} look={() => setAt(index)} />)}
      </ul>
      <p role="status" className={shown.length === 0 ? 'palette-none' : 'unseen'}>{shown.length === 0 ? name.paletteNone(query) : query ? name.paletteFound(shown.length) : ''}</p>
    </div>
  );
}

interface OptionProps {
  id: string;
  one: Runnable;
  chosen: boolean;
  /** The first of its group, which stands above it. */
  headed: boolean;
  aside: string;
  run: () => void;
  look: () => void;
}

function Option({ id, one, chosen, headed, aside, run, look }: OptionProps) {
  const name = useWords(keyWords);
  const item = useRef<HTMLLIElement>(null);
  useEffect(() => {
    if (chosen) item.current?.scrollIntoView({ block: 'nearest' });
  }, [chosen]);
  return (
    <>
      {headed && <li role="presentation" className="palette-group">{one.group}</li>}
      <li ref={item} id={id} role="option" aria-selected={chosen} className="palette-option" onPointerMove={() => !chosen && look()} onPointerDown={(event) => event.preventDefault()} onClick={run}>
        <span><b>{one.title}</b>{aside && <small>{aside}</small>}</span>
        {one.key && <Kbd>{name.keys(one.key)}</Kbd>}
      </li>
    </>
  );
}
