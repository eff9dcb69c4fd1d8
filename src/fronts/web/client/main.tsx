// Starts the auditor's page.
import { createRoot } from 'react-dom/client';
import { App } from './app.tsx';
import 'asciinema-player/dist/bundle/asciinema-player.css';
import './style/tokens.css';
import './style/base.css';
import './style/bar.css';
import './style/controls.css';
import './style/lists.css';
import './style/session.css';
import './style/requests.css';

const root = document.getElementById('root');
if (root !== null) createRoot(root).render(<App />);
