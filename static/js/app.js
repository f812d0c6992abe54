// The frame: what works without it works better with it. No state is kept here; it is all in the address.
'use strict';

document.documentElement.classList.add('js');

const MENU = 'details:is(.pill, .term-ask, .annotation)';
const menus = () => document.querySelectorAll(`${MENU}[open]`);

function closeMenus(except) {
  menus().forEach((menu) => {
    if (menu !== except) menu.open = false;
  });
}

document.addEventListener('click', (event) => {
  closeMenus(event.target.closest(MENU));
});

// A menu that the keyboard leaves closes; one that Escape closes gives the place back to its button.
document.addEventListener('focusout', (event) => {
  if (event.relatedTarget) closeMenus(event.relatedTarget.closest(MENU));
});

function leaveMenus() {
  document.activeElement?.closest(`${MENU}[open]`)?.querySelector('summary').focus();
  closeMenus();
  hideTerms();
  const sidebar = document.getElementById('open-sidebar');
  if (sidebar?.checked) {
    sidebar.checked = false;
    sidebar.focus();
  }
}

// What a word means stays while the mouse or the focus is on it: Escape hides it until both have left.
function hideTerms() {
  document.querySelectorAll('.term:is(:hover, :focus-within)').forEach((term) => {
    // The link in it is about to go: the focus stays on the word.
    if (term.contains(document.activeElement)) term.querySelector('summary')?.focus();
    term.classList.add('hidden-term');
  });
}

function showTermsLeft() {
  const left = document.querySelectorAll('.hidden-term:not(:hover, :focus-within)');
  left.forEach((term) => term.classList.remove('hidden-term'));
}
document.addEventListener('mouseover', showTermsLeft);
document.addEventListener('focusin', showTermsLeft);

document.addEventListener('click', (event) => {
  const { opens } = event.target.closest('[data-opens]')?.dataset ?? {};
  if (opens) document.getElementById(opens).showModal();
});

// Keys are written on what they press: data-key="]", or "g d" for one key after the other.
const KEY_PAUSE = 1500;
let lead = { key: '', at: 0 };

function pressedBy(keys) {
  const search = keys === '/' && document.querySelector('input[type="search"]');
  return search || document.querySelector(`[data-key="${CSS.escape(keys)}"]`);
}

function isTyping(event) {
  return event.isComposing || event.target.closest('input, textarea, select, [contenteditable], dialog');
}

document.addEventListener('keydown', (event) => {
  if (event.key === 'Escape') leaveMenus();
  if (event.ctrlKey || event.metaKey || event.altKey || isTyping(event)) return;
  const second = lead.key && event.timeStamp - lead.at < KEY_PAUSE;
  const found = (second && pressedBy(`${lead.key} ${event.key}`)) || pressedBy(event.key);
  lead = { key: found ? '' : event.key, at: event.timeStamp };
  if (!found) return;
  event.preventDefault();
  if (found.matches('input')) found.focus();
  else found.click();
});

// A choice in the bar is sent at once; a choice that needs a date opens its field and waits for it.
document.addEventListener('change', (event) => {
  const form = event.target.closest('form[data-autosubmit]');
  if (!form) return;
  const { picks } = event.target.dataset;
  if (picks) document.getElementById(picks).checked = true;
  if ('waits' in event.target.dataset || picks) return;
  form.requestSubmit();
});

// Fields that the chosen period does not use stay out of the address.
document.addEventListener(
  'submit',
  (event) => {
    if (!event.target.matches('form[data-autosubmit]')) return;
    const period = event.target.elements.namedItem('period').value;
    for (const field of event.target.querySelectorAll('[data-picks]')) {
      field.disabled = field.dataset.picks !== `period-${period}`;
    }
  },
  true,
);

// A whole page answered with an error is shown as a page, not as a piece of this one.
document.addEventListener('htmx:beforeSwap', (event) => {
  const { xhr, boosted } = event.detail;
  if (boosted && xhr.status >= 400) {
    event.detail.shouldSwap = false;
    window.location.assign(xhr.responseURL);
  }
});

function dismissLater(notice) {
  window.setTimeout(() => notice.remove(), 12000);
}

document.querySelectorAll('.notice').forEach(dismissLater);
document.addEventListener('htmx:load', (event) => {
  event.target.querySelectorAll?.('.notice').forEach(dismissLater);
  if (event.target.matches?.('.notice')) dismissLater(event.target);
});

// Panels come when they are seen, paper shows them all: what is missing is fetched first. One that does not come in time
// says so on paper.
const PRINT_WAIT = 20000;
const isComplete = () => !document.querySelector('[aria-busy], [data-figure]:not(.drawn)');

function printWhenComplete(until) {
  if (isComplete() || performance.now() > until) window.print();
  else window.setTimeout(printWhenComplete, 50, until);
}

document.addEventListener('click', (event) => {
  if (!event.target.closest('[data-prints]')) return;
  leaveMenus();
  document.querySelectorAll('[aria-busy]').forEach((place) => window.htmx.trigger(place, 'intersect'));
  printWhenComplete(performance.now() + PRINT_WAIT);
});

// A panel that could not be fetched shows its link, which asks again.
function showFailed(event) {
  const place = event.detail.elt.closest('[aria-busy]') ?? event.detail.elt;
  place.classList.add('failed');
  place.removeAttribute('aria-busy');
}
document.addEventListener('htmx:responseError', showFailed);
document.addEventListener('htmx:sendError', showFailed);
