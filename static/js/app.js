// The frame: what works without it works better with it. No state is kept here; it is all in the address.
'use strict';

document.documentElement.classList.add('js');

const menus = () => document.querySelectorAll('details.pill[open]');

function closeMenus(except) {
  menus().forEach((menu) => {
    if (menu !== except) menu.open = false;
  });
}

document.addEventListener('click', (event) => {
  closeMenus(event.target.closest('details.pill'));
});

document.addEventListener('keydown', (event) => {
  if (event.key === 'Escape') {
    closeMenus();
    const sidebar = document.getElementById('open-sidebar');
    if (sidebar) sidebar.checked = false;
    return;
  }
  if (event.ctrlKey || event.metaKey || event.altKey || event.target.closest('input, textarea, select')) return;
  document.querySelector(`[data-key="${CSS.escape(event.key)}"]`)?.click();
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

// A panel that could not be fetched shows its link, which asks again.
document.addEventListener('htmx:responseError', (event) => event.detail.elt.classList.add('failed'));
document.addEventListener('htmx:sendError', (event) => event.detail.elt.classList.add('failed'));
