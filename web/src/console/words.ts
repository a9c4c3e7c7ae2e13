import type { Catalogue } from '../shared/language';
import type { Page } from './roles';

const en = {
  pages: { floor: 'Floor', hours: 'Opening hours', insights: 'Insights', silence: 'Silence', studio: 'Studio', answers: 'Studio: answers', unclear: 'Studio: not understood', 'dead-letters': 'Failed' } satisfies Record<Page, string>,
};

const fr: typeof en = {
  pages: { floor: 'Plateau', hours: 'Horaires', insights: 'Mesures', silence: 'Silence', studio: 'Studio', answers: 'Studio\u00a0: réponses', unclear: 'Studio\u00a0: non compris', 'dead-letters': 'En échec' },
};

export const words: Catalogue<typeof en> = { en, fr };
