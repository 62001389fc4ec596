/* A request: its steps by the keyboard and what is typed in them, the draft of a note, a call. */

import { LIST, PREFIX, TYPING, all, focusInto, on, one, safely, takers, waitFor } from './app.js';


// ---- Steps by the keyboard: <li class="step" data-step="8">, S then the number -----------------------------

takers.push((keys) => {
  if (keys.startsWith('KeyS Digit')) return chooseStep(keys);
  if (keys !== 'KeyS' || !one('[data-step]')) return false;
  waitFor(keys);
  return true;
});

/** 1 waits a moment for 10, 11 or 12 when the page has such steps; every other number opens at once. */
function chooseStep(keys) {
  const number = keys.replaceAll(/\D+/g, '');
  const open = () => { const step = one(`[data-step="${number}"]`); if (step) focusInto(one('summary', step) ?? step); };
  if (one(`[data-step^="${number}"]:not([data-step="${number}"])`)) waitFor(keys, open);
  else open();
  return true;
}

// R: the refund. U: <a data-undo>, where one is seen; the form in its place gets the focus.
const SPOTS = { KeyR: '#step-refund summary', KeyU: '[data-undo]' };

takers.push((keys) => {
  const spot = SPOTS[keys] && all(SPOTS[keys]).find((element) => element.checkVisibility());
  if (spot) focusInto(spot);
  if (keys === 'KeyU') spot?.click();
  return Boolean(spot);
});


// ---- J and K: the next and the previous request of the list that was looked at last (list.js keeps it) ---------

takers.push((keys) => {
  const way = { KeyJ: 1, KeyK: -1 }[keys];
  const list = (way && safely(() => JSON.parse(sessionStorage.getItem(LIST)))) || [];
  const place = list.indexOf(location.pathname);
  const next = place >= 0 && list[place + way];
  if (next) location.assign(next);
  return Boolean(next);
});


// ---- Steps that are swapped --------------------------------------------------------------------------------

// htmx inserts the new step before it removes the old one; of two open <details> with one name the new one would shut.
on('htmx:before:swap', ({ detail: { ctx, tasks } }) => {
  for (const { target, fragment, swapSpec } of tasks) {
    if (swapSpec.style !== 'outerHTML') continue;
    for (const inside of all('.step .inside', target)) carryOver(inside, fragment, ctx.sourceElement);
    for (const details of all('details[name]', target)) details.removeAttribute('name');
  }
});

/** What is typed in one step is unknown to the answer about another: it goes over into the new steps as it is. */
function carryOver(inside, fragment, sender) {
  if (inside.contains(sender) || !all('form', inside).some(isTouched)) return;
  const step = inside.closest('.step');
  const fresh = one(`#${CSS.escape(step.id)}`, fragment);
  const place = fresh && one('.inside', fresh);
  if (!place) return fresh?.replaceWith(step);  // locked by now
  const [before, after] = [inside.closest('details'), place.closest('details')];
  if (before.open) for (const other of all('.step > details[open]', fragment)) other.open = false;
  after.open = before.open;
  for (const name of ['hx-get', 'hx-trigger', 'hx-target', 'hx-swap']) after.removeAttribute(name);
  place.replaceWith(inside);
}

/** Whether a form holds what is not saved: typed, or sent and refused. */
const isTouched = (form) => Boolean(one('.errsum, .conflict', form)) || all('input, textarea, select', form).some(isChanged);

function isChanged(control) {
  if (control.localName === 'select') return [...control.options].some((option, place) => option.selected !== isPreset(option, place));
  if (control.matches('[type=radio], [type=checkbox]')) return control.checked !== control.defaultChecked;
  return control.value !== control.defaultValue;
}

const isPreset = (option, place) => (one('option[selected]', option.parentElement) ? option.defaultSelected : place === 0);


// ---- Drafts: the text of a note only, on this device, for a day (app.js forgets them) -----------------------
// <textarea data-draft="user:reference:note">. Forgotten when saved.

let draftTimer = 0;

on('input', ({ target }) => {
  if (!target.dataset?.draft) return;
  clearTimeout(draftTimer);
  draftTimer = setTimeout(() => keepDraft(target), 300);
});

on('htmx:after:request', ({ detail: { ctx } }) => {
  if (ctx.request.method === 'GET' || ctx.response.status >= 400) return;
  clearTimeout(draftTimer);
  safely(() => {
    for (const field of all('[data-draft]', ctx.sourceElement)) localStorage.removeItem(PREFIX + field.dataset.draft);
    sessionStorage.removeItem('call');
  });
});

const keepDraft = (field) => safely(() => {
  const key = PREFIX + field.dataset.draft;
  if (field.value.trim()) localStorage.setItem(key, JSON.stringify({ text: field.value, at: Date.now() }));
  else localStorage.removeItem(key);
});

const restoreDrafts = () => safely(() => {
  for (const field of all('[data-draft]')) {
    const kept = localStorage.getItem(PREFIX + field.dataset.draft);
    if (kept && !field.value) field.value = JSON.parse(kept).text;
  }
});

on('htmx:after:swap', restoreDrafts);
restoreDrafts();


// ---- Tap to call: back from the phone, the log is ready ----------------------------------------------------
// <a href="tel:..." data-call="log"> names the composer.

on('click', (event) => {
  const link = event.target.closest('a[href^="tel:"][data-call]');
  if (!link) return;
  const call = { log: link.dataset.call, path: location.pathname };
  safely(() => sessionStorage.setItem('call', JSON.stringify(call)));
  setTimeout(() => openLog(link.dataset.call));
});

on('visibilitychange', () => {
  const call = safely(() => JSON.parse(sessionStorage.getItem('call')));
  if (document.hidden || call?.path !== location.pathname) return;
  sessionStorage.removeItem('call');
  if (!document.activeElement.matches(TYPING)) openLog(call.log);
});

function openLog(id) {
  const composer = document.getElementById(id);
  composer?.scrollIntoView({ block: 'start' });
  if (composer) focusInto(composer);
}
