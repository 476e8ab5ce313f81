import type { en } from './en.ts';

export const es: typeof en = {
  label: 'Mercado Libre',
  service: 'el servicio de publicaciones',
  correct_secret: 'corregí SECRET_PUBLICATIONS',
  no_answer: ({ limitMs }) =>
    `no hay conexión con el servicio de publicaciones: sin respuesta en ${limitMs} ms`,
  unreachable: ({ why }) => `no hay conexión con el servicio de publicaciones: ${why}`,
  answers: ({ status }) => `el servicio de publicaciones responde ${status}`,
  denies: ({ status }) => `el servicio de publicaciones responde ${status}: ¿está bien SECRET_PUBLICATIONS?`,
  answers_page: ({ status }) =>
    `donde debería estar el servicio de publicaciones responde una página web (${status}), como la de un inicio de sesión: verificá URL_PUBLICATIONS`,
  answer_cut: ({ status }) => `el servicio de publicaciones responde ${status}, pero su respuesta se corta`,
  rejects: ({ status, said }) => `el servicio de publicaciones responde ${status}, pero rechaza: ${said}`,

  // The questions
  ask_notify: '¿Se le avisa al servicio de publicaciones lo que cambió? (NOTIFY)',
  notify_on: 'sí',
  notify_off: 'no, no se avisa a nadie (NOTIFY=off)',
  ask_url: 'Dirección de su webhook (URL_PUBLICATIONS)',
  ask_secret: 'El secreto que va con cada aviso (SECRET_PUBLICATIONS)',

  // The doctor
  check_secret: 'publicaciones: secreto',
  check_service: 'servicio de publicaciones',
  off: 'NOTIFY está en off',
  unknown_path: {
    message: 'el servicio de publicaciones no conoce esa dirección (404)',
    hint: 'verificá URL_PUBLICATIONS',
  },
  failing: ({ status }) => ({
    message: `el servicio de publicaciones responde ${status}`,
    hint: 'mirá el registro de ese servicio; hasta que funcione, los cambios quedan sin enviar',
  }),
  reached: ({ address }) => `responde en ${address} (el secreto se comprueba con el primer cambio)`,
};
