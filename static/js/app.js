/*
 * What plain HTML and htmx cannot do: typing Chinese, shortcuts, failed saves, signing in again, focus.
 * Everything works without this file. Templates decide by attributes, docs at each section below.
 * No inline handlers, no eval, no markup made from text.
 */

const one = (selector, root = document) => root.querySelector(selector);
const all = (selector, root = document) => [...root.querySelectorAll(selector)];
const on = (name, handler, options) => document.addEventListener(name, handler, options);
const say = (text) => { const live = one('#live'); if (live && text) live.textContent = text; };


// ---- Input methods: no search, no shortcut and no submit while a word is being composed -------------------

addEventListener('input', (event) => { if (event.isComposing) event.stopImmediatePropagation(); }, true);
addEventListener('compositionend', (event) => {
  event.target.dispatchEvent(new InputEvent('input', { bubbles: true }));
}, true);
addEventListener('keydown', (event) => {
  // Safari reports the Enter that ends a composition as an ordinary key with code 229.
  if (!event.isComposing && event.keyCode !== 229) return;
  event.stopImmediatePropagation();
  if (event.key === 'Enter') event.preventDefault();
}, true);


// ---- Showing and focusing --------------------------------------------------------------------------------

const CONTROLS = 'input:not([type=hidden]), select, textarea, button, summary, a[href]';

/** Open every <details> around an element, and its own when the element is a step. */
function uncover(element) {
  for (let node = element; node; node = node.parentElement) if (node.localName === 'details') node.open = true;
  const own = element.matches('.step') && one(':scope > details', element);
  if (own) own.open = true;
}

/** Focus an element, or the place inside it that it names with data-focus, or its first control. */
function focusInto(element) {
  uncover(element);
  const inside = one('[data-focus]', element) ?? element;
  const spot = inside.matches(CONTROLS) || inside.hasAttribute('tabindex')
    ? inside
    : one('input:checked', inside) ?? one(CONTROLS, inside) ?? inside;
  spot.scrollIntoView({ block: 'nearest' });
  spot.focus();
}

const byHash = (hash) => hash.length > 1 && document.getElementById(decodeURIComponent(hash.slice(1)));

function openHash() {
  const target = byHash(location.hash);
  if (!target) return;
  uncover(target);
  target.scrollIntoView();
}

addEventListener('hashchange', openHash);
openHash();

on('click', (event) => {
  const link = event.target.closest('a[href^="#"]');
  const target = link && byHash(link.hash);
  if (target) setTimeout(() => focusInto(target));
});


// ---- Small helpers in the page ---------------------------------------------------------------------------

const CLICKS = {
  // <button data-copy="text" data-copied="Copied">
  'data-copy': async (button) => { if (await copy(button.dataset.copy)) say(button.dataset.copied); },
  // <button data-opens="help"> opens <dialog id="help">
  'data-opens': (button) => document.getElementById(button.dataset.opens)?.showModal(),
  // <button data-close> in a toast, a notice or a dialog
  'data-close': (button) => {
    const box = button.closest('dialog, .toast, .notice');
    if (box.localName === 'dialog') return box.close();
    box.remove();
    one('#main')?.focus({ preventScroll: true });
  },
  // <button class="reveal" data-reveal aria-controls="masked full" aria-expanded="false" data-other="Hide">
  'data-reveal': (button) => {
    for (const id of button.getAttribute('aria-controls').split(' ')) document.getElementById(id)?.toggleAttribute('hidden');
    button.setAttribute('aria-expanded', String(button.getAttribute('aria-expanded') !== 'true'));
    [button.textContent, button.dataset.other] = [button.dataset.other ?? button.textContent, button.textContent];
  },
};

on('click', (event) => {
  for (const menu of all('details.menu[open]')) if (!menu.contains(event.target)) menu.open = false;
  for (const [attribute, act] of Object.entries(CLICKS)) {
    const button = event.target.closest(`[${attribute}]`);
    if (button) act(button);
  }
});

async function copy(text) {
  if (navigator.clipboard) return navigator.clipboard.writeText(text).then(() => true, () => false);
  // Plain http on a local network has no clipboard object.
  const area = Object.assign(document.createElement('textarea'), { value: text, className: 'sr' });
  document.body.append(area);
  area.select();
  const done = document.execCommand('copy');
  area.remove();
  return done;
}


// ---- Keyboard --------------------------------------------------------------------------------------------
// An element takes a key with data-key="KeyL" or data-key="KeyG KeyT": links and buttons are clicked, fields and
// groups are focused. Keys are matched by their place (event.code), so they work on a Russian layout too.
// Rows: <a data-row>, J and K. Steps: <li class="step" data-step="8">, S then the number.
// <body data-shortcuts="off"> turns all but Ctrl+Enter and Escape off.

const TYPING = 'select, textarea, [contenteditable], input:not([type=radio], [type=checkbox], [type=submit], [type=button])';
let sequence = '';
let sequenceTimer = 0;

on('keydown', (event) => {
  if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) return submitFocused(event);
  if (event.key === 'Escape') return closeAround(event.target);
  if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || event.repeat) return;
  if (document.body.dataset.shortcuts === 'off' || event.target.matches?.(TYPING) || one('dialog:modal')) return;
  if (takeDigit(event) || takeKey(event)) event.preventDefault();
});

function submitFocused(event) {
  const form = event.target.closest?.('form');
  if (!form) return;
  event.preventDefault();
  form.requestSubmit(submitterOf(form));
}

/** The form's own button: a conflict card at its top may have buttons of its own. */
function submitterOf(form) {
  return all('button.primary-btn', form).at(-1) ?? one('[type=submit], button:not([type])', form);
}

function closeAround(element) {
  const box = element.closest?.('details.menu[open], details.more[open]');
  if (!box) return;
  box.open = false;
  one('summary', box).focus();
}

/** Inside <div data-digits> of radios a digit picks the one at that place. */
function takeDigit(event) {
  const digit = /^(?:Digit|Numpad)([1-9])$/.exec(event.code)?.[1];
  const group = digit && !sequence && event.target.closest?.('[data-digits]');
  const radio = group && all('input[type=radio]', group)[digit - 1];
  if (!radio) return false;
  radio.focus();
  radio.click();
  return true;
}

function takeKey(event) {
  const code = event.key === '?' || (event.shiftKey && event.code === 'Slash') ? 'Help' : event.key === '/' ? 'Slash' : event.code;
  if (event.shiftKey && code !== 'Help') return false;
  const keys = sequence ? `${sequence} ${code}` : code;
  clearTimeout(sequenceTimer);
  sequence = '';
  if (keys.startsWith('KeyS Digit')) return chooseStep(keys);
  const taker = all(`[data-key="${CSS.escape(keys)}"]`).find((element) => element.closest('details:not([open])') || element.checkVisibility());
  if (taker) return activate(taker);
  if (code === 'KeyJ' || code === 'KeyK') return moveRow(code === 'KeyJ' ? 1 : -1);
  if (keys === 'Help') { one('dialog#help')?.showModal(); return true; }
  if ((keys === 'KeyG' || keys === 'KeyS') && one(keys === 'KeyG' ? '[data-key^="KeyG "]' : '[data-step]')) {
    waitFor(keys);
    return true;
  }
  return false;
}

function waitFor(keys, then = () => {}) {
  sequence = keys;
  sequenceTimer = setTimeout(() => { sequence = ''; then(); }, 900);
}

/** 1 waits a moment for 10, 11 or 12 when the page has such steps; every other number opens at once. */
function chooseStep(keys) {
  const number = keys.replaceAll(/\D+/g, '');
  const open = () => { const step = one(`[data-step="${number}"]`); if (step) focusInto(one('summary', step) ?? step); };
  if (one(`[data-step^="${number}"]:not([data-step="${number}"])`)) waitFor(keys, open);
  else open();
  return true;
}

function activate(element) {
  if (element.matches('a, button, summary')) element.click();
  else focusInto(element);
  return true;
}

function moveRow(way) {
  const rows = all('a[data-row]');
  const next = rows[rows.indexOf(document.activeElement) + (way > 0 || rows.includes(document.activeElement) ? way : rows.length)];
  next?.focus();
  return rows.length > 0;
}


// ---- Requests: who has the focus, what failed ------------------------------------------------------------
// <template id="not-saved"> holds the notice with one <span data-case="..."> for each of offline, failed, refused,
// large, unread and again, and a <button type="button" data-retry>. It is put at the end of the form concerned.

const HANDLED = [401, 409, 422];

on('htmx:before:request', ({ detail: { ctx } }) => {
  ctx.focusId = document.activeElement?.id;
  ctx.sourceElement.setAttribute('aria-busy', 'true');
  noticeOf(ctx.sourceElement)?.remove();
});

on('htmx:finally:request', ({ detail: { ctx } }) => ctx.sourceElement.removeAttribute('aria-busy'));

on('htmx:error', ({ detail: { ctx } }) => {
  // An answer that came, but could not be shown, is not a lost request.
  if (ctx && ctx.text === undefined) notSaved(ctx, 'offline');
});

on('htmx:response:error', ({ detail: { ctx } }) => {
  const status = ctx.response.status;
  if (!HANDLED.includes(status)) notSaved(ctx, status >= 500 ? 'failed' : status === 413 ? 'large' : 'refused');
});

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

// <body data-error="Error:"> stands before the page's title while a form on it has one, as without scripts.
function markTitle() {
  const mark = document.body.dataset.error;
  if (!mark) return;
  const plain = document.title.startsWith(mark) ? document.title.slice(mark.length).trimStart() : document.title;
  document.title = one('.errsum, .conflict') ? `${mark} ${plain}` : plain;
}

on('htmx:after:swap', ({ detail: { ctx } }) => {
  if (ctx.response?.status === 401) askToSignIn(ctx);
  markTitle();
  restoreDrafts();
  if (document.activeElement !== document.body || one('dialog:modal')) return;
  const target = ctx.target?.id ? document.getElementById(ctx.target.id) : ctx.target;
  if (ctx.request.method === 'GET' && target?.isConnected) return focusInto(target);
  const spot = document.getElementById(ctx.focusId) ?? (target?.isConnected ? target : one('#main'));
  if (!spot.matches(CONTROLS)) spot.setAttribute('tabindex', '-1');
  spot.focus({ preventScroll: true });
});

const homeOf = (element) => element.closest('form') ?? element.parentElement;
const noticeOf = (element) => one('[data-not-saved]', homeOf(element) ?? element);

function notSaved(ctx, reason) {
  const element = ctx.sourceElement;
  const template = one('template#not-saved');
  if (!template || !element.isConnected) return;
  noticeOf(element)?.remove();
  const shown = ctx.request.method === 'GET' && reason !== 'again' ? 'unread' : reason;
  const again = { ...ctx.request, source: element, target: ctx.target, swap: ctx.swap };
  const notice = template.content.firstElementChild.cloneNode(true);
  notice.setAttribute('data-not-saved', '');
  for (const text of all('[data-case]', notice)) if (text.dataset.case !== shown) text.remove();
  one('[data-retry]', notice)?.addEventListener('click', () => {
    notice.remove();
    retry(again);
  });
  homeOf(element).append(notice);
}

function retry({ source, submitter, method, action, target, swap }) {
  if (source.localName !== 'form') return htmx.ajax(method, action, { source, target, swap });
  submitter = submitter?.isConnected ? submitter : submitterOf(source);
  submitter?.focus();
  source.requestSubmit(submitter);
}

const showConnection = () => one('#offline')?.toggleAttribute('hidden', navigator.onLine);
addEventListener('online', showConnection);
addEventListener('offline', showConnection);
showConnection();


// ---- Session over: sign in inside <dialog id="dialog">, what was typed stays in the page -------------------
// The server answers 401 with HX-Retarget: #dialog and HX-Reswap: innerHTML. After the sign-in it answers 204 with
// HX-Trigger: {"csrf": "new token", "signed-in": true}; any answer may send "csrf" alone.

let interrupted = null;

function askToSignIn(ctx) {
  const dialog = one('dialog#dialog');
  if (!dialog) return;
  if (!dialog.contains(ctx.sourceElement)) interrupted = ctx;
  if (!dialog.open) dialog.showModal();
}

on('csrf', ({ detail }) => {
  for (const input of all('input[name=csrfmiddlewaretoken]')) input.value = detail.value;
});

on('signed-in', () => {
  const dialog = one('dialog#dialog');
  dialog?.close();
  dialog?.replaceChildren();
  if (!interrupted) return;
  notSaved(interrupted, 'again');
  one('[data-retry]', noticeOf(interrupted.sourceElement) ?? document)?.focus();
  interrupted = null;
});


// ---- Drafts: the text of a note only, on this device, for a day -------------------------------------------
// <textarea data-draft="user:reference:note">. Forgotten when saved, and by <form data-forget> (signing out).

const DAY = 24 * 60 * 60 * 1000;
const PREFIX = 'draft:';
let draftTimer = 0;

/** Storage may be full, forbidden or spoilt by hand: a draft is worth no error. */
const safely = (work) => { try { return work(); } catch { return null; } };

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

on('submit', ({ target }) => { if (target.matches('[data-forget]')) forgetDrafts(() => true); });

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

const forgetDrafts = (when) => safely(() => {
  for (const key of Object.keys(localStorage)) {
    if (key.startsWith(PREFIX) && when(JSON.parse(localStorage.getItem(key)))) localStorage.removeItem(key);
  }
});

forgetDrafts(({ at }) => Date.now() - at > DAY);
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
