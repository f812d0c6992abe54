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
  const LOCALES = { 'zh-hans': 'zh-CN' };
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

  function axis(given) {
    const line = css('--so-line');
    return { gridcolor: line, linecolor: line, zeroline: false, automargin: true, fixedrange: true, ...given };
  }

  function layout(given, width) {
    const font = { family: css('--so-font'), size: 12, color: css('--so-ink-2') };
    const narrow = width < 400;
    const { margin, xaxis, yaxis, yaxis2, ...rest } = given;
    return {
      font,
      paper_bgcolor: 'rgba(0,0,0,0)',
      plot_bgcolor: 'rgba(0,0,0,0)',
      margin: { l: 8, r: 8, t: narrow ? 8 : 26, b: narrow ? 44 : 24, ...margin },
      legend: narrow
        ? { orientation: 'h', x: 0, y: -0.14, yanchor: 'top' }
        : { orientation: 'h', x: 1, xanchor: 'right', y: 1.02, yanchor: 'bottom' },
      hoverlabel: { bgcolor: css('--so-card'), bordercolor: css('--so-line'), font: { ...font, color: css('--so-ink') } },
      dragmode: false,
      separators: '.,',
      xaxis: axis(xaxis),
      yaxis: axis(yaxis),
      ...(yaxis2 && { yaxis2: axis(yaxis2) }),
      ...rest,
    };
  }

  function draw(place) {
    const figure = JSON.parse(document.getElementById(place.dataset.figure).textContent);
    const { data, layout: given } = coloured(figure);
    const language = document.documentElement.lang.toLowerCase();
    window.Plotly.react(place, data, layout(given, place.clientWidth), { ...CONFIG, locale: LOCALES[language] ?? 'en-US' });
    place.classList.add('drawn');
  }

  function drawAll(root) {
    if (window.Plotly) root.querySelectorAll('[data-figure]').forEach(draw);
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
  window.addEventListener('beforeprint', () => {
    document.querySelectorAll('.drawn').forEach((place) => window.Plotly.Plots.resize(place));
  });
})();
