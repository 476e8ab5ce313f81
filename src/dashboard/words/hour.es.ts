/** "las 14:05", but "la 01:05". */
export const hour = (time: string): string => `${time.startsWith('01:') ? 'la' : 'las'} ${time}`;
