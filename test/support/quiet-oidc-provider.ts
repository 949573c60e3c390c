const { console: shown } = globalThis;

/** Keeps off the console what oidc-provider says about being one of tests; imported before the library is. */
for (const level of ['info', 'warn'] as const) {
  const show = shown[level];
  shown[level] = (...told: unknown[]) => {
    const [first] = told;
    if (typeof first === 'string' && /oidc-provider (NOTICE|WARNING): /.test(first)) return;
    show.apply(shown, told);
  };
}
