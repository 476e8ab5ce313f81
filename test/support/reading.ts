import type { Intern } from '../../src/sources/source.ts';

/** For a source that has numbers of its own. */
export const internNothing: Intern = () => Promise.reject(new Error('its ids are numbers'));
