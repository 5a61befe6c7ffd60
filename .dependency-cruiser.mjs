const stages = ['capture', 'redact', 'filter', 'wire', 'track', 'crossing', 'evidence', 'causes', 'verdict', 'triage', 'narrative', 'figures', 'markdown', 'html', 'output', 'pdf', 'tickets', 'pack', 'cli'].join('|');

/** The architecture as rules; ARCHITECTURE.md says why. */
export default {
  forbidden: [
    { name: 'no-cycles', severity: 'error', from: {}, to: { circular: true } },
    {
      name: 'stages-meet-only-in-model',
      severity: 'error',
      comment: 'A stage knows itself and src/model. Put the shared type there, or join the stages in src/pipeline.ts.',
      from: { path: `^src/(${stages})/`, pathNot: '^src/(cli|redact)/' },
      to: { path: '^src/', pathNot: ['^src/$1/', '^src/(model|markdown)/'] },
    },
    {
      name: 'redaction-reads-as-the-decoder-does',
      severity: 'error',
      comment: 'src/redact walks packets with the header readers of src/wire, and knows no other stage.',
      from: { path: '^src/redact/' },
      to: { path: '^src/', pathNot: '^src/(redact|wire|model)/' },
    },
    {
      name: 'model-knows-nobody',
      severity: 'error',
      from: { path: '^src/model/' },
      to: { path: '^(src/(?!model/)|node_modules/)' },
    },
    {
      name: 'decisions-are-pure',
      severity: 'error',
      comment: 'Read files in capture/ or narrative/; take packages in narrative/ or pdf/. This half also runs in a browser.',
      from: { path: '^src/(model|filter|wire|track|crossing|evidence|causes|verdict|triage)/' },
      to: { dependencyTypes: ['core', 'npm'] },
    },
    {
      name: 'cli-uses-the-library',
      severity: 'error',
      from: { path: '^src/cli/' },
      to: { path: '^src/', pathNot: ['^src/cli/', '^src/index\\.ts$', '^src/model/'] },
    },
    {
      name: 'fs-at-the-edges',
      severity: 'error',
      from: { path: '^src/', pathNot: ['^src/cli/', '^src/capture/', 'catalogue-files\\.ts$', 'fonts\\.ts$'] },
      to: { path: '^(node:)?fs' },
    },
    {
      name: 'nothing-from-test',
      severity: 'error',
      from: { path: '^src/' },
      to: { path: '^(test|scripts)/' },
    },
  ],
  options: {
    tsConfig: { fileName: 'tsconfig.json' },
    tsPreCompilationDeps: true,
    doNotFollow: { path: 'node_modules' },
  },
};
