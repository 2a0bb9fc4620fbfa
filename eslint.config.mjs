import compat from 'eslint-plugin-compat'
import litA11y from 'eslint-plugin-lit-a11y'
import { configs as lit } from 'eslint-plugin-lit'
import { configs as wc } from 'eslint-plugin-wc'
import prettier from 'eslint-config-prettier'
import tseslint from 'typescript-eslint'
import { importDirection } from './scripts/import-direction.mjs'

export default tseslint.config(
  { ignores: ['**/dist/', '**/node_modules/', '.tools/', '.wangge/', 'examples/.packed/', 'seeds/data/'] },
  ...tseslint.configs.recommended,
  {
    rules: {
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/no-empty-object-type': ['error', { allowInterfaces: 'with-single-extends' }],
      eqeqeq: 'error',
      'no-console': 'error',
      'prefer-const': 'error',
    },
  },
  {
    files: [
      'scripts/**',
      'seeds/**',
      'bench/**',
      'examples/**',
      'test/**',
      'packages/server/src/cli/**',
      'packages/server/src/cli.ts',
    ],
    rules: { 'no-console': 'off' },
  },
  { files: ['packages/elements/src/**/*.ts'], ...lit['flat/recommended'] },
  { files: ['packages/elements/src/**/*.ts'], ...wc['flat/recommended'] },
  { files: ['packages/elements/src/**/*.ts'], plugins: { 'lit-a11y': litA11y }, rules: litA11y.configs.recommended.rules },
  {
    // One limit for all of them, long enough for a busy machine.
    files: ['packages/*/src/**/*.test.ts', 'packages/*/test/**/*.ts'],
    ignores: ['packages/core/test/wait-until.ts'],
    rules: {
      'no-restricted-imports': [
        'error',
        {
          name: '@open-wc/testing',
          importNames: ['waitUntil', 'aTimeout'],
          message: 'Wait by packages/core/test/wait-until.ts, for a condition and without a time of your own.',
        },
      ],
    },
  },
  {
    // The oldest browsers that are served; what a language edition brings, TypeScript's `lib` holds.
    files: ['packages/core/src/**/*.ts', 'packages/elements/src/**/*.ts'],
    ignores: ['**/*.test.ts'],
    plugins: { compat },
    settings: { browsers: ['chrome 107', 'safari 16.4', 'ios_saf 16.4', 'firefox 110'] },
    rules: { 'compat/compat': 'error' },
  },
  ...importDirection,
  prettier,
)
