import type { CodegenConfig } from '@graphql-codegen/cli';

/** Types of every query in the sources, from the API's committed schema. Run `npm run codegen -w apps/dashboard` after either changes. */
const config: CodegenConfig = {
  schema: '../api/schema.graphql',
  documents: ['features/**/*.ts', 'lib/**/*.ts', '!**/*.test.ts'],
  generates: {
    './generated/': {
      preset: 'client',
      presetConfig: { fragmentMasking: false },
      config: {
        documentMode: 'string',
        enumsAsTypes: true,
        useTypeImports: true,
        scalars: { DateTime: 'string', JSON: 'unknown' },
      },
    },
  },
};

export default config;
