/** What stands on the page where people log in. */
export const logInEn = {
  title: 'Log in',
  product: 'Bitcram Inventory Sync',
  token: 'Token',
  hint: 'Whoever runs this server gave it to you. It is kept by your browser only if you tell it to.',
  logIn: 'Log in',
  unknown: 'Nobody has this token. Look whether all of it was copied.',
  tooOften: (minutes: number) =>
    `There were too many attempts. Try again in ${minutes === 1 ? 'a minute' : `${minutes} minutes`}.`,
  known: (name: string) => `You are logged in as ${name}.`,
  goOn: 'Continue',
  logOut: 'Log out',
  language: 'Language',
};

export type LogInText = typeof logInEn;
