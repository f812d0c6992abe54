// Puts what was typed before the session ended back into its form, as soon as that form is on the page.
'use strict';

(() => {
  const { action, fields } = JSON.parse(document.getElementById('typed').textContent);
  const list = document.querySelector('.typed dl');

  function isSentThere(form) {
    const address = new URL(form.getAttribute('hx-post') ?? form.getAttribute('action') ?? '', window.location.href);
    return address.pathname + address.search === action;
  }

  // Of several forms with one address, such as the rows of a list, the one that names the same thing.
  function isTheSame(form) {
    return [...form.querySelectorAll('input[type="hidden"]')]
      .filter((field) => field.name in fields)
      .every((field) => fields[field.name].includes(field.value));
  }

  function fill(field, values) {
    if (/^(hidden|password|file|submit|button|reset)$/.test(field.type)) return;
    if (/^(checkbox|radio)$/.test(field.type)) field.checked = values.includes(field.value);
    else if (field.options) [...field.options].forEach((option) => { option.selected = values.includes(option.value); });
    else if (values.length) field.value = values.shift();
  }

  function restore() {
    const forms = [...document.querySelectorAll('form[method="post"], form[hx-post]')].filter(isSentThere);
    const form = forms.find(isTheSame) ?? forms[0];
    if (!form || list.hidden) return;
    const left = structuredClone(fields);
    [...form.elements].forEach((field) => field.name && fill(field, left[field.name] ?? []));
    list.hidden = true;
    const menu = form.closest('details');
    if (menu) menu.open = true;
    form.scrollIntoView({ block: 'nearest' });
  }

  restore();
  document.addEventListener('htmx:load', restore);
})();
