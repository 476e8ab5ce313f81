import { formatsIn } from '../../platform/formats.ts';
import type { enDrift } from './drift.en.ts';

const { number, plural } = formatsIn('es-AR');

export const esDrift: typeof enDrift = {
  wouldReconcile: 'Una comparación haría esto',
  nothingCompared: 'no se comparó nada',
  compared: (channel, { listings, read, unread, drifted, corrected, adopted, left, stopped, ended }) => {
    if (ended === 'paused') return `${channel} está en pausa`;
    const compared = read - unread;
    const all =
      compared === listings
        ? `${channel}: ${plural(listings, 'publicación comparada', 'publicaciones comparadas')}`
        : `${channel}: ${number(compared)} de ${plural(listings, 'publicación', 'publicaciones')} ${compared === 1 ? 'comparada' : 'comparadas'}`;
    if (drifted === 0) return `${all}, ninguna difiere`;
    if (stopped) return `${all}, ${number(drifted)} difieren y no se corrigió ninguna`;
    const outcomes = [
      ...(corrected > 0 ? [plural(corrected, 'corregida', 'corregidas')] : []),
      ...(adopted > 0 ? [`${number(adopted)} ${adopted === 1 ? 'tomada' : 'tomadas'} como stock`] : []),
      ...(left > 0 ? [`${number(left)} sin tocar`] : []),
    ];
    return `${all}, ${plural(drifted, 'difería', 'diferían')}: ${outcomes.join(', ')}`;
  },
};
