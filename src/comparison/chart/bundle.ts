/** plotly with lines and bars only, drawn as SVG. Comes by import() when a chart is shown. */
import * as bar from 'plotly.js/lib/bar';
import Plotly from 'plotly.js/lib/core';
import * as scatter from 'plotly.js/lib/scatter';

Plotly.register([scatter, bar]);

export { Plotly };
