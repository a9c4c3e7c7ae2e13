import type { Kind, Viewer, Whole } from '../../api/desk';
import { Icon } from '../../shared/Icon';
import { useWords } from '../../shared/language';
import './labels.css';
import { Tags } from './Tags';
import { TriageChip } from './TriageChip';
import { labelWords } from './words';

interface Props {
  whole: Whole;
  correct: (kind: Kind, needsAnswer: boolean) => void;
  tag: (tags: string[]) => void;
  tagging: boolean;
  setTagging: (tagging: boolean) => void;
}

/** Under the header: what the message is, the tags, and which colleagues are here. */
export function Labels({ whole, correct, tag, tagging, setTagging }: Props) {
  const { conversation } = whole;
  return (
    <div className="labels">
      {conversation.triage && <TriageChip settled={whole.conversation.status === 'resolved'} triage={conversation.triage} correct={correct} />}
      <Tags tags={conversation.tags} tag={tag} adding={tagging} setAdding={setTagging} />
      <Viewers viewers={conversation.viewers} />
    </div>
  );
}

function Viewers({ viewers }: { viewers: readonly Viewer[] }) {
  const say = useWords(labelWords);
  return (
    <p className="labels-viewers" role="status">
      {viewers.map((one) => (
        <span key={one.id} className="chip" data-tone={one.mode === 'replying' ? 'near' : 'calm'}>
          <Icon name={one.mode === 'viewing' ? 'eye' : 'pen'} size={13} /> {say.viewer(one.name ?? say.aColleague, one.mode)}
        </span>
      ))}
    </p>
  );
}
