// Draws every figure of the page. A figure is plain data made by the server; the look comes from the stylesheet.
'use strict';

(() => {
  const library = document.currentScript.dataset.plotly;
  const CONFIG = {
    displayModeBar: false,
    displaylogo: false,
    responsive: true,
    showSendToCloud: false,
    plotlyServerURL: '',
    showTips: false,
  };
  const language = window.chartLanguage(document.documentElement.lang);
  const css = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();

  // "var(--so-accent)" anywhere in a figure becomes the colour of the theme.
  function coloured(part) {
    if (typeof part === 'string') {
      const name = part.match(/^var\((--[\w-]+)\)$/);
      return name ? css(name[1]) : part;
    }
    if (Array.isArray(part)) return part.map(coloured);
    if (part && typeof part === 'object') {
      return Object.fromEntries(Object.entries(part).map(([key, value]) => [key, coloured(value)]));
    }
    return part;
  }

  // A phone has room for four dates, and no more.
  function axis(given, narrow) {
    const line = css('--so-line');
    const marks = narrow && given?.type === 'date' ? { nticks: 4 } : {};
    return { gridcolor: line, linecolor: line, zeroline: false, automargin: true, fixedrange: true, ...marks, ...given };
  }

  function layout(given, width, paperWidth) {
    const font = { family: css('--so-font'), size: 12, color: css('--so-ink-2') };
    const narrow = width < 400;
    const { margin, xaxis, yaxis, yaxis2, ...rest } = given;
    return {
      font,
      paper_bgcolor: 'rgba(0,0,0,0)',
      plot_bgcolor: 'rgba(0,0,0,0)',
      margin: { l: 8, r: 8, t: narrow ? 8 : 26, b: narrow ? 44 : 24, ...margin },
      // Below the dates, and below the title of their axis where it has one.
      legend: narrow
        ? { orientation: 'h', x: 0, y: xaxis?.title ? -0.32 : -0.24, yanchor: 'top' }
        : { orientation: 'h', x: 1, xanchor: 'right', y: 1.02, yanchor: 'bottom' },
      hoverlabel: { bgcolor: css('--so-card'), bordercolor: css('--so-line'), font: { ...font, color: css('--so-ink') } },
      dragmode: false,
      separators: language.separators,
      // Names under many bars stand upright where there is no room.
      xaxis: axis({ ...(xaxis?.type === 'category' && { tickangle: narrow ? -90 : 0 }), ...xaxis }, narrow),
      yaxis: axis(yaxis),
      ...(yaxis2 && { yaxis2: axis(yaxis2) }),
      ...rest,
      ...(paperWidth && { width: paperWidth }),
    };
  }

  function draw(place, paperWidth) {
    const figure = JSON.parse(document.getElementById(place.dataset.figure).textContent);
    const { data, layout: given } = coloured(figure);
    const size = layout(given, paperWidth ?? place.clientWidth, paperWidth);
    window.Plotly.react(place, data, size, { ...CONFIG, ...language.config });
    if ('links' in place.dataset && !place.classList.contains('drawn')) place.on('plotly_click', follow);
    place.classList.add('drawn');
  }

  // A bar that leads somewhere has the address as its own data.
  function follow({ points: [point] }) {
    if (point.customdata) window.location.assign(point.customdata);
  }

  function drawAll(root) {
    if (window.Plotly) root.querySelectorAll('[data-figure]').forEach((place) => draw(place));
  }

  // Fetched beside the panels, not before them: nothing on the page waits for it.
  const script = document.createElement('script');
  script.src = library;
  script.addEventListener('load', () => drawAll(document));
  document.head.append(script);

  document.addEventListener('htmx:load', (event) => drawAll(event.target));
  document.addEventListener('htmx:beforeCleanupElement', (event) => {
    if (event.target.matches?.('.drawn')) window.Plotly.purge(event.target);
  });
  window.matchMedia('(prefers-color-scheme: dark)').addEventListener('change', () => drawAll(document));

  // Paper is light, and as wide as A4 less the margins of the page and of a card; the window's width says nothing.
  const PAPER_WIDTH = 660;
  const { dataset } = document.documentElement;
  let themeOnScreen;

  window.addEventListener('beforeprint', () => {
    themeOnScreen = dataset.theme;
    dataset.theme = 'light';
    document.querySelectorAll('.drawn').forEach((place) => draw(place, PAPER_WIDTH));
  });
  window.addEventListener('afterprint', () => {
    if (themeOnScreen === undefined) delete dataset.theme;
    else dataset.theme = themeOnScreen;
    drawAll(document);
    document.querySelectorAll('.drawn').forEach((place) => window.Plotly.Plots.resize(place));
  });
})();
