const base = require('@jupyterlab/testing/lib/jest-config');

const esModules = [
  '@codemirror',
  '@jupyter/',
  '@jupyterlab/',
  '@lezer',
  '@marijn',
  '@microsoft',
  '@rjsf',
  '@tanstack',
  'color',
  'exenv-es6',
  'lib0',
  'marked',
  'nanoid',
  'vscode-ws-jsonrpc',
  'y-protocols',
  'y-websocket',
  'yjs'
].join('|');

const lab = base(__dirname);

// The libraries above are published as ES modules; jest runs CommonJS.
const babel = require('@jupyterlab/testing/lib/babel-config').default;

module.exports = {
  ...lab,
  automock: false,
  rootDir: __dirname,
  roots: ['<rootDir>/src'],
  testRegex: 'src/.*\\.spec\\.tsx?$',
  transform: {
    ...lab.transform,
    '^.+\\.jsx?$': ['babel-jest', babel],
    '^.+\\.tsx?$': [
      'ts-jest',
      { tsconfig: 'tsconfig.test.json', diagnostics: false }
    ]
  },
  transformIgnorePatterns: [`/node_modules/(?!${esModules}).+`],
  reporters: [
    'default',
    ['jest-junit', { outputDirectory: '.reports', outputName: 'jest.xml' }]
  ],
  coverageDirectory: 'coverage'
};
