import { useRef, useState, type FormEvent } from 'react';
import type { Said } from '../api/sandbox';
import { Icon } from '../shared/Icon';
import { useWords } from '../shared/language';
import { useBeside } from '../shared/useBeside';
import { mediaKind } from './phones';
import { words } from './words';

const TOUR_EIFFEL = { latitude: 48.858_37, longitude: 2.294_48 };

async function base64(file: File): Promise<string> {
  let binary = '';
  for (const byte of new Uint8Array(await file.arrayBuffer())) binary += String.fromCharCode(byte);
  return btoa(binary);
}

/** Where the customer writes. */
export function Composer({ brand, say }: { brand: string; say: (said: Said) => Promise<boolean> }) {
  const words_ = useWords(words);
  const [text, setText] = useState('');
  const [attaching, setAttaching] = useState(false);
  const picker = useRef<HTMLInputElement>(null);
  const attach = useRef<HTMLDivElement>(null);
  useBeside(attach, attaching, () => setAttaching(false));

  const send = async (event: FormEvent) => {
    event.preventDefault();
    const body = text.trim();
    if (!body) return;
    setText('');
    if (!(await say({ text: body }))) setText(body);
  };
  const sendFile = async (file: File | undefined) => {
    setAttaching(false);
    if (!file) return;
    const mime = file.type || 'application/octet-stream';
    const caption = text.trim();
    setText('');
    if (!(await say({ media: { kind: mediaKind(mime), name: file.name, mime, base64: await base64(file), caption } }))) setText(caption);
  };

  return (
    <form className="composer" onSubmit={(event) => void send(event)}>
      <div className="composer-attach" ref={attach}>
        <button type="button" aria-label={words_.attach} title={words_.attach} aria-expanded={attaching} onClick={() => setAttaching(!attaching)}>
          <Icon name="plus" size={20} />
        </button>
        {attaching && (
          <div className="composer-menu">
            <button type="button" onClick={() => picker.current?.click()}><Icon name="file" size={16} />{words_.photo}</button>
            <button type="button" onClick={() => { setAttaching(false); void say({ location: TOUR_EIFFEL }); }}>
              <Icon name="pin" size={16} />{words_.location}
            </button>
          </div>
        )}
        <input ref={picker} type="file" hidden onChange={(event) => { void sendFile(event.target.files?.[0]); event.target.value = ''; }} />
      </div>
      <input
        className="composer-text"
        value={text}
        placeholder={words_.write}
        aria-label={words_.writeTo(brand)}
        autoComplete="off"
        onChange={(event) => setText(event.target.value)}
      />
      <button className="composer-send" aria-label={words_.send} title={words_.send} disabled={!text.trim()}>
        <Icon name="send" size={18} />
      </button>
    </form>
  );
}
