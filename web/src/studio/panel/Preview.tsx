import { useDebouncedValue } from '@mantine/hooks';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import * as studio from '../../api/studio';
import type { Skin } from '../../api/studio';
import { Icon } from '../../shared/Icon';
import { FLOWS } from '../queries';
import { useSay } from '../useSay';
import './preview.css';

interface Props {
  name: string;
  text: string;
  step: string;
  languages: readonly string[];
  first: string;
  /** The step is in the text already. */
  written: boolean;
}

/** One step as each channel shows it, and what that channel cannot. */
export function Preview({ name, text, step, languages, first, written }: Props) {
  const say = useSay();
  const [language, speak] = useState(first);
  const [asked] = useDebouncedValue(text, 150);
  const skins = useQuery({
    queryKey: [...FLOWS, name, 'preview', step, language, asked], queryFn: () => studio.preview(name, asked, step, language),
    placeholderData: keepPreviousData, retry: false, gcTime: 10_000, enabled: written && asked === text,
  });
  return (
    <section className="preview" aria-label={say.preview}>
      <header>
        <h3>{say.preview}</h3>
        <div className="pick" role="group" aria-label={say.previewIn}>
          {languages.map((one) => <button key={one} type="button" aria-pressed={one === language} onClick={() => speak(one)}>{one}</button>)}
        </div>
      </header>
      {skins.data?.length === 0 && <p className="hint">{say.previewNone}</p>}
      <div className="preview-skins" data-old={skins.isPlaceholderData || undefined}>
        {skins.data?.map((skin) => <One key={skin.channel} skin={skin} language={language} />)}
      </div>
    </section>
  );
}

function One({ skin, language }: { skin: Skin; language: string }) {
  const say = useSay();
  const lost = skin.degradations;
  return (
    <figure className="skin" data-channel={skin.channel} aria-label={say.channels(skin.channel)}>
      <figcaption><b>{say.channels(skin.channel)}</b> <span>{say.shownAs[skin.as]}{skin.parts > 1 && ` · ${say.parts(skin.parts)}`}</span></figcaption>
      <div className="skin-screen" lang={language}>
        <p className="skin-bubble">{skin.body || <i>{say.previewWaits}</i>}</p>
        <Choices skin={skin} />
      </div>
      {lost.length > 0 && <ul className="skin-lost">{lost.map((one, index) => <li key={index}><Icon name="warning" size={12} /> {say.lost(say.lostNames(one.wanted), say.lostNames(one.got))}</li>)}</ul>}
    </figure>
  );
}

function Choices({ skin }: { skin: Skin }) {
  const say = useSay();
  if (skin.options.length === 0 || skin.as === 'numbers' || skin.as === 'text') return null;
  if (skin.as === 'list')
    return (
      <>
        <p className="skin-button"><Icon name="list" size={13} /> {say.choose}</p>
        <ul className="skin-list">{skin.options.map((label, index) => <li key={index}>{label || '…'}</li>)}</ul>
      </>
    );
  return <div className="skin-options" data-as={skin.as}>{skin.options.map((label, index) => <p key={index} className="skin-button">{label || '…'}</p>)}</div>;
}
