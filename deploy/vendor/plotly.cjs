'use strict';
// The chart types that ShopOps draws, and our own words for zh-CN (`scatter` is part of the core).
const Plotly = require('plotly.js/lib/core');
Plotly.register([
  require('plotly.js/lib/bar'),
  require('plotly.js/lib/funnel'),
  require('plotly.js/lib/heatmap'),
  require('plotly.js/lib/indicator'),
  require('plotly.js/lib/pie'),
  require('plotly.js/lib/sankey'),
  require('plotly.js/lib/treemap'),
  require('plotly.js/lib/waterfall'),
  require('./plotly-zh-cn.cjs'),
]);
module.exports = Plotly;
