/** The one placing state of an open plan: drawing, tree and tray share it. */
import { createContext } from 'svelte';
import type { Placing } from './placing.svelte.ts';

export const [getPlacing, setPlacing] = createContext<Placing>();
