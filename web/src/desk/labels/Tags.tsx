import { useQuery } from '@tanstack/react-query';
import { useId, useState, type KeyboardEvent } from 'react';
import * as work from '../../api/work';
import { Icon } from '../../shared/Icon';
import { useWords } from '../../shared/language';
import { Hinted } from '../keys/Hinted';
import { TAGS } from '../queries';
import { suggestedTags, withTag } from './tags';
import { labelWords } from './words';

interface Props {
  tags: readonly string[];
  tag: (tags: string[]) => void;
  adding: boolean;
  setAdding: (adding: boolean) => void;
}

/** The conversation's tags; a new one is suggested from those in use. */
export function Tags({ tags, tag, adding, setAdding }: Props) {
  const say = useWords(labelWords);
  return (
    <div className="tags">
      <ul aria-label={say.tags}>
        {tags.map((one) => (
          <li key={one} className="tag">
            <span>{one}</span>
            <button type="button" aria-label={say.remove(one)} onClick={() => tag(tags.filter((other) => other !== one))}><Icon name="close" size={11} /></button>
          </li>
        ))}
      </ul>
      {adding ? (
        <TagField tags={tags} add={(one) => tag(withTag(tags, one))} close={() => setAdding(false)} />
      ) : (
        <Hinted command="label" label={say.add}>
          <button type="button" className="tag-add" onClick={() => setAdding(true)}><Icon name="tag" size={13} /> {tags.length === 0 ? say.add : <Icon name="plus" size={12} />}<span className="unseen">{say.add}</span></button>
        </Hinted>
      )}
    </div>
  );
}

/** A tag is written, or taken from those in use. */
export function TagField({ tags, add, close }: { tags: readonly string[]; add: (tag: string) => void; close: () => void }) {
  const say = useWords(labelWords);
  const list = useId();
  const [text, setText] = useState('');
  const [at, setAt] = useState(-1);
  const known = useQuery({ queryKey: TAGS, queryFn: work.knownTags });
  const shown = suggestedTags(known.data?.items ?? [], tags, text);
  const put = (one: string) => {
    if (one.trim()) add(one.trim());
    setText('');
    setAt(-1);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (event.key === 'Escape') close();
    else if (event.key === 'Enter') put(shown[at] ?? text);
    else if (step && shown.length > 0) setAt((at + step + shown.length) % shown.length);
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  return (
    <span className="tag-field" onBlur={(event) => !event.currentTarget.contains(event.relatedTarget) && close()}>
      <input
        autoFocus
        role="combobox"
        maxLength={40}
        value={text}
        placeholder={say.newTag}
        aria-label={say.newTag}
        aria-expanded={shown.length > 0}
        aria-controls={list}
        aria-autocomplete="list"
        aria-activedescendant={at >= 0 ? `${list}-${at}` : undefined}
        onChange={(event) => (setText(event.currentTarget.value), setAt(-1))}
        onKeyDown={onKeyDown}
      />
      <ul id={list} role="listbox" aria-label={say.known} hidden={shown.length === 0}>
        {shown.map((one, index) => (
          <li key={one} id={`${list}-${index}`} role="option" aria-selected={index === at} onPointerDown={(event) => (event.preventDefault(), put(one))}>{one}</li>
        ))}
      </ul>
    </span>
  );
}
