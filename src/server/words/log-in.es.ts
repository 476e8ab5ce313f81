import type { LogInText } from './log-in.en.ts';

export const logInEs: LogInText = {
  title: 'Ingresar',
  product: 'Bitcram Inventory Sync',
  token: 'Token',
  hint: 'Te lo dio quien administra este servidor. Tu navegador lo guarda solo si se lo pedís.',
  logIn: 'Ingresar',
  unknown: 'Nadie tiene este token. Fijate si lo copiaste entero.',
  tooOften: (minutes) =>
    `Hubo demasiados intentos. Probá de nuevo en ${minutes === 1 ? 'un minuto' : `${minutes} minutos`}.`,
  known: (name) => `Ingresaste como ${name}.`,
  goOn: 'Continuar',
  logOut: 'Salir',
  language: 'Idioma',
};
