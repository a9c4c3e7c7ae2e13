import { useEffect, useState } from 'react';
import { Icon } from '../../shared/Icon';
import { useWords } from '../../shared/language';
import { useNow } from '../../shared/useNow';
import { span } from '../list/list';
import { words } from '../words';
import type { Line } from './live';
import './live.css';

const BACK = 4_000; // milliseconds that good news stays

/** Above everything, whatever one looks at: the line is lost, or has just come back. */
export function LineNote({ line }: { line: Line }) {
  const say = useWords(words);
  const back = useJustBack(line.returned);
  return (
    <div role="status">
      {line.lostAt !== null ? <Lost since={line.lostAt} /> : back && <p className="line-note" data-tone="good"><Icon name="check" size={16} /> {say.lineBack}</p>}
    </div>
  );
}

function Lost({ since }: { since: number }) {
  const say = useWords(words);
  const now = useNow(1_000);
  const seconds = Math.max(0, Math.round((now - since) / 1000));
  const { count, unit } = span(Math.floor(seconds / 60));
  return (
    <p className="line-note" data-tone="late">
      <Icon name="warning" size={16} /> {say.lost} <span aria-hidden="true">{seconds < 60 ? `${seconds}\u00a0s` : say.unit(count, unit)}</span>
    </p>
  );
}

function useJustBack(returned: number): boolean {
  const [told, tell] = useState(0);
  useEffect(() => {
    if (returned === told) return;
    const timer = setTimeout(() => tell(returned), BACK);
    return () => clearTimeout(timer);
  }, [returned, told]);
  return returned !== told;
}
