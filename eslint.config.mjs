import js from '@eslint/js';
import jupyter from '@jupyter/eslint-plugin';
import prettier from 'eslint-config-prettier';
import reactHooks from 'eslint-plugin-react-hooks';
import globals from 'globals';
import tseslint from 'typescript-eslint';

const plotly = {
  regex: '^plotly',
  message:
    'Only src/comparison/chart/ imports plotly, and the chart itself comes by import().'
};
const lab = {
  regex: '^(@jupyterlab|@lumino|react)',
  message: 'This folder is pure: no JupyterLab, no Lumino, no React.'
};
const screen = {
  regex: '^(react|@tanstack|@lumino/widgets|@jupyterlab/ui-components)',
  message: 'A model draws nothing.'
};

/** The layers of ARCHITECTURE.md: imports go downhill, a folder names what it must not see. */
const above = (...folders) => ({
  regex: `^\\.\\./(\\.\\./)*(${folders.join('|')})(/|$)`,
  message: 'Imports go downhill: see ARCHITECTURE.md.'
});

const layer = (files, ...patterns) => ({
  files,
  ignores: ['**/*.spec.ts', '**/*.spec.tsx'],
  rules: {
    '@typescript-eslint/no-restricted-imports': ['error', { patterns }]
  }
});

/** The doors to the server. */
const client = 'api/(client|captureClient)';
const views = ['panel', 'comparison', 'snapshot'];

export default tseslint.config(
  {
    ignores: [
      'lib',
      'node_modules',
      '.venv',
      '.venv-executors',
      '.venv-peers',
      '.lab',
      'dist',
      'coverage',
      'runfolio',
      'src/api/generated.ts',
      'ui-tests/test-results',
      'ui-tests/playwright-report'
    ]
  },
  js.configs.recommended,
  ...tseslint.configs.recommended,
  { plugins: { jupyter, 'react-hooks': reactHooks } },
  ...jupyter.configs.recommended,
  {
    files: ['src/**/*.ts', 'src/**/*.tsx'],
    languageOptions: { globals: globals.browser },
    rules: {
      complexity: ['error', 10],
      eqeqeq: 'error',
      'max-lines': [
        'error',
        { max: 300, skipBlankLines: true, skipComments: true }
      ],
      'max-lines-per-function': [
        'error',
        { max: 120, skipBlankLines: true, skipComments: true }
      ],
      'no-console': ['error', { allow: ['debug', 'warn', 'error'] }],
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/no-unused-vars': [
        'error',
        { argsIgnorePattern: '^_' }
      ],
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/naming-convention': [
        'error',
        {
          selector: 'interface',
          format: ['PascalCase'],
          custom: { regex: '^I[A-Z]', match: true }
        }
      ],
      // What a plugin needs at start is imported at the top; what may come later comes by
      // import() inside, and the start-up bytes are counted by a test.
      'jupyter/prefer-lazy-imports': 'off',
      'react-hooks/rules-of-hooks': 'error',
      'react-hooks/exhaustive-deps': 'error'
    }
  },
  {
    files: ['src/**/*.spec.ts', 'src/**/*.spec.tsx', 'src/testing/**'],
    languageOptions: { globals: { ...globals.jest, ...globals.node } },
    rules: {
      'max-lines': 'off',
      'max-lines-per-function': 'off',
      'jupyter/no-untranslated-string': 'off',
      'jupyter/command-described-by': 'off',
      'jupyter/require-disposable-ownership': 'off',
      'jupyter/require-disposable-transfer': 'off',
      'jupyter/require-signal-cleanup': 'off',
      'jupyter/prefer-signal-this-arg': 'off'
    }
  },
  {
    files: ['*.js', '*.mjs', 'scripts/**', 'ui-tests/**', 'bench/**'],
    languageOptions: { globals: { ...globals.node, ...globals.browser } },
    rules: { '@typescript-eslint/no-require-imports': 'off' }
  },
  layer(
    ['src/api/**'],
    plotly,
    screen,
    above(
      'format',
      'compare',
      'model',
      'recorder',
      'commands',
      'tokens',
      ...views
    )
  ),
  layer(
    ['src/format/**'],
    plotly,
    lab,
    above(
      client,
      'compare',
      'model',
      'recorder',
      'commands',
      'tokens',
      ...views
    )
  ),
  layer(
    ['src/compare/**'],
    plotly,
    lab,
    above(client, 'model', 'recorder', 'commands', 'tokens', ...views)
  ),
  layer(
    ['src/model/**'],
    plotly,
    screen,
    above('recorder', 'commands', ...views)
  ),
  layer(
    ['src/recorder/**'],
    plotly,
    above('format', 'compare', 'model', ...views)
  ),
  layer(
    ['src/commands/**'],
    plotly,
    above(client, 'model', 'recorder', ...views)
  ),
  layer(
    ['src/draw/**'],
    plotly,
    above(client, 'model', 'recorder', 'commands', 'tokens', ...views)
  ),
  layer(
    ['src/panel/**'],
    plotly,
    above(client, 'model', 'recorder', 'comparison', 'snapshot')
  ),
  layer(
    ['src/comparison/**'],
    plotly,
    above(client, 'model', 'recorder', 'panel', 'snapshot')
  ),
  layer(
    ['src/snapshot/**'],
    plotly,
    above('model', 'recorder', 'panel', 'comparison')
  ),
  layer(
    ['src/comparison/chart/**'],
    above(client, 'model', 'recorder', 'panel')
  ),
  prettier
);
