import type { Config } from 'plotly.js/lib/core';

/**
 * How plotly is set up everywhere. It has a button that sends a chart's data to a server of its
 * maker: that does not exist here, and no address either.
 */
export const CONFIG: Partial<Config> = {
  showSendToCloud: false,
  plotlyServerURL: '',
  topojsonURL: '',
  displaylogo: false,
  displayModeBar: false,
  responsive: false,
  showTips: false,
  // A double click shows all again: the card does it, which knows the ranges.
  doubleClick: false
};
