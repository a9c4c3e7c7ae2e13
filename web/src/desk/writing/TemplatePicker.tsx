import { ActionIcon, Button, NativeSelect, Skeleton, TextInput } from '@mantine/core';
import { useState, type FormEvent } from 'react';
import { mediaUrl, type Way, type Written } from '../../api/desk';
import type { Approved, Blank } from '../../api/templates';
import type { Upload } from '../../api/uploads';
import { Icon } from '../../shared/Icon';
import { useWords } from '../../shared/language';
import { useDates } from '../../shared/useDates';
import { isReady, standing } from './attached';
import { HeaderFile } from './HeaderFile';
import { TemplateForm } from './TemplateForm';
import { asMessage, headerOf, isWhole, keyOf, ordered, piecesOf, saidBy, type Values } from './templates';
import { useHeader } from './useHeader';
import { useTemplates } from './useTemplates';
import { writingWords } from './words';

interface Props {
  conversation: string;
  way: Way;
  language: string | null;
  send: (body: string, content: Written) => void;
}

/** One of the messages that the provider approved: its words, its blanks, and what the customer will read. */
export function TemplatePicker({ conversation, way, language, send }: Props) {
  const say = useWords(writingWords);
  const dates = useDates();
  const { known, asking, failed, refresh } = useTemplates(way.account);
  const [chosen, choose] = useState('');
  if (!known)
    return failed ? (
      <>
        <p className="left-why" role="alert"><Icon name="warning" size={16} /> {say.noList(failed)}</p>
        <TemplateForm language={language} send={send} />
      </>
    ) : <Skeleton height={60} radius="md" />;
  const all = ordered(known.items, language);
  const one = all.find((any) => keyOf(any) === chosen) ?? all[0];
  const told = known.error ? say.oldList(dates.full(known.at)) : say.listFrom(dates.full(known.at));
  return (
    <div className="templates">
      <div className="templates-pick">
        {one && <NativeSelect size="sm" autoFocus label={say.whichTemplate} value={keyOf(one)} data={all.map((any) => ({ value: keyOf(any), label: `${any.name.replaceAll('_', ' ')} · ${any.locale}` }))} onChange={(event) => choose(event.currentTarget.value)} />}
        <ActionIcon variant="default" size={34} aria-label={say.refreshTemplates} title={`${say.refreshTemplates} (${told})`} loading={asking} onClick={refresh}><Icon name="retry" size={15} /></ActionIcon>
      </div>
      {known.error && <p className="templates-told" role="status">{told}</p>}
      {one ? <Blanks key={keyOf(one)} one={one} conversation={conversation} way={way} send={send} /> : <p className="templates-told">{say.noTemplates}</p>}
    </div>
  );
}

function Blanks({ one, conversation, way, send }: Omit<Props, 'language'> & { one: Approved }) {
  const say = useWords(writingWords);
  const blanks = one.blanks ?? [];
  const [values, setValues] = useState<Values>({});
  const header = useHeader(conversation, headerOf(one));
  const carried = header.attached === null || isReady(standing(header.attached, way));
  const file = header.attached?.upload ?? null;
  const ready = carried && isWhole(one, values, file);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (!ready) return;
    header.letGo();
    send(saidBy(one, values), asMessage(one, values, file));
  };
  return (
    <form className="templates-form" onSubmit={submit}>
      {blanks.length > 0 && (
        <div className="templates-blanks">
          {blanks.map((blank) => blank.kind === 'media' ? (
            <HeaderFile key={blank.key} used={header} way={way} media={one.media ?? ''} url={values[blank.key] ?? ''} write={(url) => setValues({ ...values, [blank.key]: url })} />
          ) : (
            <TextInput key={blank.key} size="xs" label={labelOf(blank, say)} placeholder={blank.example} value={values[blank.key] ?? ''} onChange={(event) => setValues({ ...values, [blank.key]: event.currentTarget.value })} />
          ))}
        </div>
      )}
      <Preview one={one} values={values} file={carried ? file : null} />
      <Button type="submit" size="sm" disabled={!ready} rightSection={<Icon name="send" size={14} />}>{say.sendTemplate}</Button>
    </form>
  );
}

function labelOf({ key, kind }: Blank, say: { blank: (key: string) => string; blankHeader: string; blankLink: string }): string {
  if (kind === 'link') return say.blankLink;
  return key === 'header' ? say.blankHeader : say.blank(key);
}

function Preview({ one, values, file }: { one: Approved; values: Values; file: Upload | null }) {
  const say = useWords(writingWords);
  const isShown = one.media === 'image' && file !== null;
  return (
    <figure className="templates-preview" aria-label={say.preview}>
      {isShown && <img className="content-image" src={mediaUrl(file.id)} alt={file.name} />}
      {one.media && !isShown && <p className="content-file"><Icon name="file" size={16} /> {file?.name || values['header'] || say.blankMedia}</p>}
      {one.header && <strong><Pieces text={one.header} values={values} as="header" /></strong>}
      <span className="content-text"><Pieces text={one.body} values={values} /></span>
      {one.footer && <small>{one.footer}</small>}
      {one.buttons?.map((button) => <span key={button} className="templates-button">{button}</span>)}
    </figure>
  );
}

function Pieces({ text, values, as }: { text: string; values: Values; as?: string }) {
  return piecesOf(text, values, as).map(({ text: words, blank }, index) => (blank ? <mark key={index} data-blank={blank}>{words}</mark> : <span key={index}>{words}</span>));
}
