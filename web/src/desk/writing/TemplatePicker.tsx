import { ActionIcon, Button, NativeSelect, Skeleton, TextInput } from '@mantine/core';
import { useState, type FormEvent } from 'react';
import type { Written } from '../../api/desk';
import type { Approved, Blank } from '../../api/templates';
import { Icon } from '../../shared/Icon';
import { useWords } from '../../shared/language';
import { useDates } from '../../shared/useDates';
import { TemplateForm } from './TemplateForm';
import { asMessage, isWhole, keyOf, ordered, piecesOf, saidBy, type Values } from './templates';
import { useTemplates } from './useTemplates';
import { writingWords } from './words';

interface Props {
  account: string;
  language: string | null;
  send: (body: string, content: Written) => void;
}

/** One of the messages that the provider approved: its words, its blanks, and what the customer will read. */
export function TemplatePicker({ account, language, send }: Props) {
  const say = useWords(writingWords);
  const dates = useDates();
  const { known, asking, failed, refresh } = useTemplates(account);
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
      {one ? <Blanks key={keyOf(one)} one={one} send={send} /> : <p className="templates-told">{say.noTemplates}</p>}
    </div>
  );
}

function Blanks({ one, send }: Pick<Props, 'send'> & { one: Approved }) {
  const say = useWords(writingWords);
  const blanks = one.blanks ?? [];
  const [values, setValues] = useState<Values>({});
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (isWhole(one, values)) send(saidBy(one, values), asMessage(one, values));
  };
  return (
    <form className="templates-form" onSubmit={submit}>
      {blanks.length > 0 && (
        <div className="templates-blanks">
          {blanks.map((blank) => (
            <TextInput key={blank.key} size="xs" label={labelOf(blank, say)} placeholder={blank.example} value={values[blank.key] ?? ''} onChange={(event) => setValues({ ...values, [blank.key]: event.currentTarget.value })} />
          ))}
        </div>
      )}
      <Preview one={one} values={values} />
      <Button type="submit" size="sm" disabled={!isWhole(one, values)} rightSection={<Icon name="send" size={14} />}>{say.sendTemplate}</Button>
    </form>
  );
}

function labelOf({ key, kind }: Blank, say: { blank: (key: string) => string; blankMedia: string; blankHeader: string; blankLink: string }): string {
  if (kind === 'media') return say.blankMedia;
  if (kind === 'link') return say.blankLink;
  return key === 'header' ? say.blankHeader : say.blank(key);
}

function Preview({ one, values }: { one: Approved; values: Values }) {
  const say = useWords(writingWords);
  return (
    <figure className="templates-preview" aria-label={say.preview}>
      {one.media && <p className="content-file"><Icon name="file" size={16} /> {values['header'] || say.blankMedia}</p>}
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
