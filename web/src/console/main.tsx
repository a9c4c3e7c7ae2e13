import './styles';
import { MantineProvider } from '@mantine/core';
import { QueryCache, QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { Refused } from '../api/http';
import { SESSION } from '../session/useSession';
import { LanguageProvider } from '../shared/language';
import { Console } from './Console';
import './console.css';
import { theme, variables } from './theme';

const client: QueryClient = new QueryClient({
  queryCache: new QueryCache({
    // A session that ended shows the log-in page, wherever one was.
    onError: (error, query) => {
      const ended = error instanceof Refused && error.status === 401;
      if (ended && query.queryKey[0] !== SESSION[0]) void client.resetQueries({ queryKey: SESSION });
    },
  }),
  defaultOptions: {
    queries: {
      staleTime: 30_000,
      gcTime: 15 * 60_000,
      retry: (failures, error) => failures < 2 && !(error instanceof Refused && error.status >= 400 && error.status < 500),
    },
  },
});

const root = document.getElementById('root');
if (root)
  createRoot(root).render(
    <StrictMode>
      <QueryClientProvider client={client}>
        <LanguageProvider>
          <MantineProvider theme={theme} cssVariablesResolver={variables} defaultColorScheme="auto">
            <Console />
          </MantineProvider>
        </LanguageProvider>
      </QueryClientProvider>
    </StrictMode>,
  );
