import { ActionIcon, Progress } from '@mantine/core';
import { mediaUrl, type Way } from '../../api/desk';
import { Icon } from '../../shared/Icon';
import { useLanguage, useWords } from '../../shared/language';
import { words } from '../words';
import { isReady, sizeOf, standing, type Attached } from './attached';
import { writingWords } from './words';

interface Props {
  attached: Attached;
  way: Way | null;
  remove: () => void;
}

/** The file that goes with the message: how far it is, and whether the app carries it. */
export function AttachedFile({ attached, way, remove }: Props) {
  const say = useWords(writingWords);
  const desk = useWords(words);
  const { language } = useLanguage();
  const { is, most } = standing(attached, way);
  const channel = desk.channels(way?.channel ?? '');
  const told = {
    arriving: say.arriving,
    ready: '',
    as_file: say.asFile(channel),
    not_carried: say.notCarried(channel),
    too_large: say.tooLarge(channel, most ? sizeOf(most, language) : ''),
    refused: say.fileRefused(attached.why?.code ?? '', most ? sizeOf(most, language) : ''),
  }[is];
  const wrong = !isReady({ is }) && is !== 'arriving';
  return (
    <div className="attached" data-wrong={wrong} role="group" aria-label={say.attached(attached.name)}>
      {attached.upload?.kind === 'image' ? <img src={mediaUrl(attached.upload.id)} alt="" /> : <Icon name={wrong ? 'warning' : 'file'} size={20} />}
      <p>
        <b>{attached.name}</b> <span>{sizeOf(attached.size, language)}</span>
        <small role={wrong ? 'alert' : 'status'}>{told}</small>
        {is === 'arriving' && <Progress size="xs" value={attached.arrived * 100} aria-label={say.arriving} />}
      </p>
      <ActionIcon variant="subtle" color="gray" size={28} aria-label={say.removeFile(attached.name)} title={say.removeFile(attached.name)} onClick={remove}><Icon name="close" size={15} /></ActionIcon>
    </div>
  );
}
