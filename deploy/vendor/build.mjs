// Builds static/vendor from npm: `npm ci && npm run vendor`. What it writes is committed; nothing runs in production.
import { build } from 'esbuild';
import { mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { compile } from 'sass';

const require = createRequire(import.meta.url);
const out = new URL('../../static/vendor/', import.meta.url);
const here = new URL('./', import.meta.url);
const modules = new URL('../../node_modules/', import.meta.url);
const read = (path, base = modules) => readFileSync(new URL(path, base), 'utf8');
const write = (name, text) => writeFileSync(new URL(name, out), text.endsWith('\n') ? text : `${text}\n`);
const version = (name) => JSON.parse(read(`${name}/package.json`)).version;

function tabler() {
  const { css } = compile(new URL('tabler.scss', here).pathname, {
    loadPaths: [modules.pathname],
    style: 'compressed',
    quietDeps: true,
  });
  write('tabler.css', `/* Tabler ${version('@tabler/core')}, MIT: see LICENSES.txt */\n${css.replace(/^\uFEFF/, '')}`);
}

function icons() {
  const symbols = JSON.parse(read('icons.json', here)).map((name) => {
    const svg = read(`@tabler/icons/icons/outline/${name}.svg`);
    const shapes = svg.slice(svg.indexOf('>', svg.indexOf('<svg')) + 1, svg.lastIndexOf('</svg>'));
    return `<symbol id="${name}" viewBox="0 0 24 24">${shapes.replace(/\s*\n\s*/g, '')}</symbol>`;
  });
  write(
    'icons.svg',
    `<!-- Tabler Icons ${version('@tabler/icons')}, MIT: see LICENSES.txt -->\n` +
      '<svg xmlns="http://www.w3.org/2000/svg" fill="none" stroke="currentColor" stroke-width="1.75" ' +
      `stroke-linecap="round" stroke-linejoin="round">\n${symbols.join('\n')}\n</svg>`,
  );
}

async function plotly() {
  const { metafile } = await build({
    metafile: true,
    entryPoints: [new URL('plotly.cjs', here).pathname],
    outfile: new URL('plotly.js', out).pathname,
    bundle: true,
    format: 'iife',
    globalName: 'Plotly',
    define: { global: 'window', 'define.amd': 'false' },
    minify: true,
    target: 'es2017',
    legalComments: 'none',
    banner: { js: `/* plotly.js ${version('plotly.js')}, a bundle of ours, MIT: see LICENSES.txt */` },
  });
  return bundled(metafile);
}

// Plotly writes these rules into a <style> of its own unless the page already links them: the CSP forbids the former.
function plotlyCss() {
  const source = require.resolve('plotly.js/build/plotcss.js');
  const rules = Function(`return ${readFileSync(source, 'utf8').match(/var rules = (\{[\s\S]*?\});/)[1]}`)();
  const lines = Object.entries(rules).map(([selector, style]) => {
    const whole = selector.replace(/^,/, ' ,').replace(/X/g, '.js-plotly-plot .plotly').replace(/Y/g, '.plotly-notifier');
    return `${whole}{${style}}`;
  });
  write('plotly.css', `/* plotly.js ${version('plotly.js')}, MIT: see LICENSES.txt */\n${lines.join('\n')}`);
}

// The package of every file that went into the bundle, with its licence: MIT, ISC and BSD ask for the text beside.
function bundled(metafile) {
  const names = Object.keys(metafile.inputs).map((path) => path.match(/.*node_modules\/((?:@[^/]+\/)?[^/]+)/)?.[1]);
  return [...new Set(names.filter(Boolean))].sort();
}

function licenceOf(name) {
  const file = readdirSync(new URL(`${name}/`, modules)).find((entry) => /^licen[cs]e/i.test(entry));
  // Tabler's package names its licence without carrying the text: it is that of its icons, by the same authors.
  const text = file ? read(`${name}/${file}`) : name === '@tabler/core' ? read('@tabler/icons/LICENSE') : '';
  const { license, author } = JSON.parse(read(`${name}/package.json`));
  return text.trim() || `${license}, by ${author?.name ?? author ?? 'its authors'}`;
}

function licences(names) {
  const parts = names.map((name) => `${name} ${version(name)}\n\n${licenceOf(name)}\n`);
  write('LICENSES.txt', parts.join(`\n${'-'.repeat(72)}\n\n`));
}

rmSync(out, { recursive: true, force: true });
mkdirSync(out, { recursive: true });
tabler();
icons();
const inBundle = await plotly();
plotlyCss();
licences(['@tabler/core', '@tabler/icons', ...inBundle]);
