import { Button } from '@mantine/core';
import { useLanguage } from './language';

/** Names the other language in its own words. */
export function LanguageButton() {
  const { language, speak } = useLanguage();
  const other = language === 'fr' ? 'en' : 'fr';
  return (
    <Button variant="subtle" size="compact-sm" lang={other} onClick={() => speak(other)}>
      {other === 'fr' ? 'Français' : 'English'}
    </Button>
  );
}
