export const en = {
  label: 'Mercado Libre',
  service: 'the publications service',
  correct_secret: 'correct SECRET_PUBLICATIONS',
  no_answer: ({ limitMs }: { limitMs: number }) =>
    `cannot reach the publications service: no answer within ${limitMs} ms`,
  unreachable: ({ why }: { why: string }) => `cannot reach the publications service: ${why}`,
  answers: ({ status }: { status: number }) => `the publications service answers ${status}`,
  denies: ({ status }: { status: number }) =>
    `the publications service answers ${status}: is SECRET_PUBLICATIONS right?`,
  answers_page: ({ status }: { status: number }) =>
    `where the publications service should be, a web page answers (${status}), such as a sign-in: check URL_PUBLICATIONS`,
  answer_cut: ({ status }: { status: number }) =>
    `the publications service answers ${status}, but its answer breaks off`,
  rejects: ({ status, said }: { status: number; said: string }) =>
    `the publications service answers ${status}, but refuses: ${said}`,

  // The questions
  ask_notify: 'Is the publications service told what changed? (NOTIFY)',
  notify_on: 'yes',
  notify_off: 'no, nobody is told (NOTIFY=off)',
  ask_url: 'Address of its webhook (URL_PUBLICATIONS)',
  ask_secret: 'The secret that goes with each webhook (SECRET_PUBLICATIONS)',

  // The doctor
  check_secret: 'publications: secret',
  check_service: 'publications service',
  off: 'NOTIFY is off',
  unknown_path: {
    message: 'the publications service knows no such path (404)',
    hint: 'check URL_PUBLICATIONS',
  },
  failing: ({ status }: { status: number }) => ({
    message: `the publications service answers ${status}`,
    hint: 'look at the log of that service; until it works, webhooks stay pending',
  }),
  reached: ({ address }: { address: string }) =>
    `answers at ${address} (the secret is checked by the first webhook)`,
};
