import { useRef, useState } from 'react';
import type { RawRequest } from '../api/sandbox';
import { Icon } from '../shared/Icon';
import { useWords } from '../shared/language';
import { useModal } from '../shared/useModal';
import { pretty, tokens } from './phones';
import { words } from './words';

interface Props {
  direction: 'in' | 'out';
  raw: RawRequest;
  close: () => void;
}

/** The request that carried a message, as it went over the wire. */
export function Raw({ direction, raw, close }: Props) {
  const say = useWords(words);
  const dialog = useRef<HTMLDialogElement>(null);
  useModal(dialog, close);
  return (
    <dialog ref={dialog} className="raw" aria-labelledby="raw-title">
      <header>
        <div>
          <h2 id="raw-title">{say.request}</h2>
          <p>{direction === 'out' ? say.fromBrand : say.fromProvider}</p>
        </div>
        <button className="phones-button phones-square" aria-label={say.close} onClick={close}><Icon name="close" /></button>
      </header>
      <p className="raw-line"><b>{raw.method}</b> <code>{raw.path}</code></p>
      <h3>{say.headers}</h3>
      <dl className="raw-headers">
        {Object.entries(raw.headers).map(([name, value]) => (
          <div key={name}><dt>{name}</dt><dd>{value}</dd></div>
        ))}
      </dl>
      <Code title={say.body} text={pretty(raw.body)} />
      {raw.answer ? <Code title={`${say.answer} ${raw.answer.status || say.unreached}`} text={pretty(raw.answer.body)} /> : <p className="raw-waits">{say.noAnswer}</p>}
    </dialog>
  );
}

function Code({ title, text }: { title: string; text: string }) {
  const say = useWords(words);
  const [copied, setCopied] = useState(false);
  const copy = async () => {
    await navigator.clipboard.writeText(text);
    setCopied(true);
  };
  return (
    <>
      <h3>
        {title}
        {text && 'clipboard' in navigator && <button className="phones-button" onClick={() => void copy()}>{copied ? say.copied : say.copy}</button>}
      </h3>
      <pre tabIndex={0}>{text ? <Coloured text={text} /> : say.noBody}</pre>
    </>
  );
}

function Coloured({ text }: { text: string }) {
  if (!/^[[{]/.test(text)) return text;
  return tokens(text).map((token, index) => <span key={index} className={`raw-${token.kind}`}>{token.text}</span>);
}
