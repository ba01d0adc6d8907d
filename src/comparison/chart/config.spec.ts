import { CONFIG } from './config';

describe('CONFIG', () => {
  it('has no button and no address that data could be sent to', () => {
    expect(CONFIG).toMatchObject({
      showSendToCloud: false,
      plotlyServerURL: '',
      topojsonURL: '',
      displaylogo: false,
      displayModeBar: false
    });
    expect(JSON.stringify(CONFIG)).not.toMatch(/https?:/);
  });
});
