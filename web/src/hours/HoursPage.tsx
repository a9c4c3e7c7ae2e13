import { useState } from 'react';
import type { OfficeShape, Offices } from '../api/hours';
import { Icon } from '../shared/Icon';
import { useWords } from '../shared/language';
import { Bad, Coming, Empty, Page, Part } from '../shared/Page';
import { Edit } from './Edit';
import './hours.css';
import { Office } from './Office';
import { useHours, type UsedHours } from './useHours';
import { words } from './words';

/** When people answer: the brand's hours, those of each team, and the way to change them. */
export default function HoursPage() {
  const say = useWords(words);
  const used = useHours();
  return (
    <Page title={say.title} lead={say.lead}>
      {used.failed && <Bad text={say.failed} again={{ label: say.again, run: used.again }} />}
      {used.offices ? <Shown used={used} offices={used.offices} /> : !used.failed && <Coming heights={[150, 150]} label={say.loading} />}
    </Page>
  );
}

function Shown({ used, offices }: { used: UsedHours; offices: Offices }) {
  const say = useWords(words);
  const [changed, change] = useState<OfficeShape>();
  const [saved, save] = useState<string>();
  const nameOf = ({ name }: OfficeShape) => name ?? say.brand;
  const begin = (office: OfficeShape | undefined) => {
    used.forget();
    save(undefined);
    change(office);
  };
  const putBack = async (office: OfficeShape) => {
    begin(undefined);
    if (await used.say(office.team, { own: office.former?.own ?? null, seen: office.since })) save(nameOf(office));
  };
  const drawn = (office: OfficeShape) => <Office key={office.team ?? ''} office={office} name={nameOf(office)} busy={used.busy} change={() => begin(office)} putBack={() => void putBack(office)} />;
  const [brand, teams] = [offices.items.filter(({ team }) => team === null), offices.items.filter(({ team }) => team !== null)];
  return (
    <>
      <div role="status">{saved !== undefined && <p className="hours-saved"><Icon name="check" size={16} /> {say.saved(saved)}</p>}</div>
      {used.refused !== null && !changed && <Bad text={say.refused(used.refused)} />}
      <Part title={say.brand} hint={say.brandHint}>{brand.map(drawn)}</Part>
      <Part title={say.teams} count={teams.length}>{teams.length === 0 ? <Empty>{say.noTeams}</Empty> : <div className="offices">{teams.map(drawn)}</div>}</Part>
      {changed && <Edit office={changed} offices={offices} name={nameOf(changed)} used={used} saved={() => { save(nameOf(changed)); change(undefined); }} close={() => begin(undefined)} />}
    </>
  );
}
