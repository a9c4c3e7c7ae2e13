import { ActionIcon } from '@mantine/core';
import type { ListRow } from '../../api/desk';
import { Icon, type IconName } from '../../shared/Icon';
import { useWords } from '../../shared/language';
import { Hinted } from '../keys/Hinted';
import { TagField } from '../labels/Tags';
import { words } from '../words';
import { COMMANDS, DEEDS, type DeedKind } from './deeds';
import './several.css';
import type { UsedSeveral } from './useSeveral';
import { severalWords } from './words';

const ICONS: Record<DeedKind, IconName> = { resolve: 'check', snooze: 'snooze', transfer: 'pass', tag: 'tag', no_answer: 'unreply' };

/** Over the list: how many are chosen, and what may be done with them. */
export function Bar({ used, shown }: { used: UsedSeveral; shown: readonly ListRow[] }) {
  const say = useWords(severalWords);
  const desk = useWords(words);
  const { choice, deeds, asked } = used;
  return (
    <section className="several" aria-label={say.several}>
      <div className="several-head">
        <ActionIcon variant="subtle" color="gray" size={30} aria-label={say.letGo} title={`${say.letGo} (Esc)`} onClick={used.none}><Icon name="close" size={16} /></ActionIcon>
        <b>{deeds.doing ? say.working(deeds.doing.done, deeds.doing.of) : say.chosen(choice.rows.length)}</b>
        {shown.some((row) => !choice.has(row.conversation_id)) && <button type="button" onClick={() => choice.choose(shown)}>{say.all(shown.length)}</button>}
      </div>
      <div className="several-acts" role="group" aria-label={desk.tools}>
        {DEEDS.map((kind) => <Deed key={kind} kind={kind} used={used} />)}
      </div>
      {asked === 'tag' && (
        <div className="several-tag">
          <TagField tags={[]} add={(tag) => used.run({ kind: 'tag', tag })} close={used.close} />
        </div>
      )}
    </section>
  );
}

function Deed({ kind, used }: { kind: DeedKind; used: UsedSeveral }) {
  const say = useWords(severalWords);
  const fit = used.parted(kind).fit.length;
  const all = used.choice.rows.length;
  const name = say.acts[kind];
  const means = fit === 0 ? say.fitsNone[kind] : fit < all ? `${name} ${say.fits(fit, all)}` : name;
  return (
    <Hinted command={COMMANDS[kind]} label={means}>
      <button type="button" aria-disabled={fit === 0 || used.deeds.doing !== null} onClick={() => used.ask(kind)}>
        <Icon name={ICONS[kind]} size={17} />
        <span>{name}</span>
        {fit > 0 && fit < all && <small>{fit}/{all}</small>}
      </button>
    </Hinted>
  );
}

