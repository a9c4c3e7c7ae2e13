import { Button } from '@mantine/core';
import { useState } from 'react';
import type { SilenceShape } from '../api/silence';
import { Icon } from '../shared/Icon';
import { useWords } from '../shared/language';
import { Bad, Coming, Empty, Page, Part } from '../shared/Page';
import { Begin } from './Begin';
import { History } from './History';
import { LiftIt } from './LiftIt';
import { Silent } from './Silent';
import './silence.css';
import { useSilences } from './useSilences';
import { words } from './words';

/** What is silent now, the way in and the way back, and all there was. */
export default function SilencePage() {
  const say = useWords(words);
  const used = useSilences();
  const [begins, setBegins] = useState(false);
  const [lifted, lift] = useState<SilenceShape>();
  const [inFlight, began] = useState<number>();
  const holding = used.silences?.filter(({ holds }) => holds) ?? [];
  const open = () => {
    used.forget();
    began(undefined);
    setBegins(true);
  };
  return (
    <Page title={say.title} lead={say.lead} acts={<Button color="red.9" leftSection={<Icon name="silence" size={16} />} onClick={open}>{say.begin}</Button>}>
      {used.failed && <Bad text={say.failed} again={{ label: say.again, run: used.again }} />}
      {inFlight !== undefined && <p className="silence-began" role="status"><Icon name="check" size={16} /> {say.began(inFlight)}</p>}
      {!used.silences && !used.failed && <Coming heights={[96, 160]} label={say.loading} />}
      {used.silences && (
        <>
          <Part title={say.now} count={holding.length}>
            {holding.length === 0 ? <Empty>{say.nothing}</Empty> : (
              <ul className="silent-list">{holding.map((one) => <Silent key={one.id} one={one} brand={used.brand} lift={() => { used.forget(); lift(one); }} />)}</ul>
            )}
          </Part>
          <Part title={say.history}><History silences={used.silences} brand={used.brand} more={used.more} /></Part>
        </>
      )}
      {begins && <Begin used={used} began={(count) => { began(count); setBegins(false); }} close={() => setBegins(false)} />}
      {lifted && <LiftIt one={lifted} used={used} close={() => lift(undefined)} />}
    </Page>
  );
}
