import { useQuery } from '@tanstack/react-query';
import * as studio from '../../api/studio';
import { Icon } from '../../shared/Icon';
import { FLOWS } from '../queries';
import { useSay } from '../useSay';

/** Another version was published since this draft was begun: by a colleague, or out of git. Publishing replaces it. */
export function Outdated({ name }: { name: string }) {
  const say = useSay();
  const asked = useQuery({ queryKey: [...FLOWS, name, 'begun'], queryFn: studio.flows, staleTime: 0, gcTime: 0 });
  const flow = asked.data?.find((one) => one.name === name);
  if (!flow?.draft || !flow.release || flow.draft.base === flow.version) return null;
  const { author, note } = flow.release;
  return <p className="studio-notice" role="note"><Icon name="note" size={15} /> <span>{say.outdated(author, note)}</span></p>;
}
