import { TextInput } from '@mantine/core';
import { memo, useEffect, useId, useMemo, useRef, useState, type KeyboardEvent, type RefObject } from 'react';
import type { Model } from '../api/studio';
import { Icon } from '../shared/Icon';
import { gist } from './flow/steps';
import { KindTile } from './icons';
import { folded } from './list/flows';
import { useSay } from './useSay';

interface Props {
  model: Model;
  language: string;
  selected: ReadonlySet<string>;
  problems: ReadonlyMap<string, number>;
  fired: readonly string[];
  choose: (step: string) => void;
  shift: (by: 1 | -1) => void;
  open: () => void;
  searchField: RefObject<HTMLInputElement | null>;
}

/** The steps in their order, as a list: the canvas for whoever uses no mouse, and a way to find one among many. */
export const Outline = memo(function Outline({ model, language, selected, problems, fired, choose, shift, open, searchField }: Props) {
  const say = useSay();
  const id = useId();
  const [words, search] = useState('');
  const steps = useMemo(() => {
    const wanted = folded(words).split(/\s+/).filter(Boolean);
    return model.steps.filter((step) => wanted.every((word) => folded(`${step.id} ${say.kinds[step.kind]} ${JSON.stringify(step.values)}`).includes(word)));
  }, [model.steps, words, say]);
  const at = steps.findIndex((step) => selected.has(step.id));
  const current = useRef<HTMLLIElement>(null);
  useEffect(() => {
    current.current?.scrollIntoView({ block: 'nearest' }); // what it returns is no clean-up
  }, [at]);
  const keyed = (event: KeyboardEvent) => {
    const by = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0;
    if (by !== 0 && event.altKey) shift(by);
    else if (by !== 0) choose((steps[Math.min(Math.max(at + by, 0), steps.length - 1)] ?? { id: '' }).id);
    else if (event.key === 'Home') choose(steps[0]?.id ?? '');
    else if (event.key === 'End') choose(steps.at(-1)?.id ?? '');
    else if (event.key === 'Enter') open();
    else return;
    event.preventDefault();
  };
  return (
    <section className="outline" aria-label={say.outline}>
      <TextInput ref={searchField} type="search" size="xs" aria-label={say.searchSteps} placeholder={say.searchSteps} leftSection={<Icon name="search" size={14} />} value={words} onChange={(event) => search(event.currentTarget.value)}
        onKeyDown={(event) => (event.key === 'ArrowDown' || event.key === 'Enter') && keyed(event)} />
      <ul role="listbox" tabIndex={0} aria-label={say.outline} aria-multiselectable="true" aria-activedescendant={at >= 0 ? `${id}-${steps[at]?.id}` : undefined} onKeyDown={keyed}>
        {steps.map((step, index) => {
          const text = gist(step, language);
          const count = problems.get(step.id) ?? 0;
          return (
            <li key={step.id} id={`${id}-${step.id}`} ref={index === at ? current : null} role="option" aria-selected={selected.has(step.id)} data-fired={fired.includes(step.id) || undefined} onClick={() => choose(step.id)}>
              <KindTile kind={step.kind} />
              <span><code>{step.id}</code>{text && <small>{text}</small>}</span>
              {count > 0 && <span className="box-problem" role="img" aria-label={say.problems(count)}><Icon name="warning" size={14} /></span>}
            </li>
          );
        })}
      </ul>
      <p className="outline-count" role="status">{say.steps(steps.length)}</p>
    </section>
  );
});
