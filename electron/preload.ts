/** The only thing the page gets from Electron: one function that carries plain values to the host and back. */
import { contextBridge, ipcRenderer } from 'electron';
import { CHANNEL } from './channel.ts';

contextBridge.exposeInMainWorld('partita', {
  call: (method: unknown, input: unknown): Promise<unknown> =>
    ipcRenderer.invoke(CHANNEL, method, input),
});
