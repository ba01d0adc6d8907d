// Journeys in a real Chromium; test.mjs finds it and tells by CHROME.
const base = require('@jupyterlab/galata/lib/playwright-config');

module.exports = {
  ...base,
  testDir: './tests',
  outputDir: './test-results',
  workers: 1,
  // A journey that passes at its second try has a fault, in it or in the product.
  retries: 0,
  timeout: 120000,
  reporter: [
    ['list'],
    [
      'junit',
      { outputFile: '../.reports/ui.xml', embedAnnotationsAsProperties: false }
    ]
  ],
  webServer: undefined,
  use: {
    ...base.use,
    // Both need a downloaded ffmpeg; the network here may have none.
    video: 'off',
    trace: 'retain-on-failure',
    viewport: { width: 1440, height: 900 },
    launchOptions: {
      executablePath: process.env.CHROME ?? '/usr/bin/chromium',
      args: [
        '--no-sandbox',
        '--disable-gpu',
        '--disable-quic',
        '--no-first-run',
        '--disable-background-networking',
        '--disable-component-update',
        '--disable-sync'
      ]
    }
  }
};
