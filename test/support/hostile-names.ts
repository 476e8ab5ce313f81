/** Names that a supplier could give and that must stay names. */
export const HOSTILE_NAMES = [
  `</script><img src=x onerror="document.title='owned'">`,
  `<!-- <script>document.title='owned'</script>`,
  `"quotes" & 'quotes' &lt;b&gt; \${document.title}`,
  `سكر \u202e1234\u202c ‏kg\u2066`,
  `Mate 🧉 for the 👩‍👩‍👧‍👦`,
  `Yerba ${'muy '.repeat(1000)}larga`,
  'line\nbreak\u0000\u001b[31m',
];
