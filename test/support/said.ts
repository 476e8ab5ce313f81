/** What jobs said in a test, which a comparison of reports leaves out: it is printed where the test fails. */
export const said: string[] = [];
