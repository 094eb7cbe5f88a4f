/** Starts the window: finds the way to the host and mounts the app. */
import { mount } from 'svelte';
import App from './app/App.svelte';
import { hostCall } from './app/host-call.ts';
import { Workbench } from './app/workbench.svelte.ts';
import './styles/fonts.css';
import './styles/tokens.css';
import './styles/base.css';
import './styles/result-table.css';

const root = document.getElementById('app');
if (root) mount(App, { target: root, props: { workbench: new Workbench(hostCall()) } });
