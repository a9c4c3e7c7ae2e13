import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { LanguageProvider } from '../shared/language';
import { PhonesPage } from './PhonesPage';
import './phones.css';
import './skins.css';

const root = document.getElementById('root');
if (root)
  createRoot(root).render(
    <StrictMode>
      <LanguageProvider>
        <PhonesPage />
      </LanguageProvider>
    </StrictMode>,
  );
