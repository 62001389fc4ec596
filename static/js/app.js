/*
 * What plain HTML cannot do on any page; all works without it. Templates decide by attributes, told at each section.
 * No inline handlers, no eval, no markup made from text.
 */

export const one = (selector, root = document) => root.querySelector(selector);
export const all = (selector, root = document) => [...root.querySelectorAll(selector)];
export const on = (name, handler, options) => document.addEventListener(name, handler, options);
export const say = (text) => { const live = one('#live'); if (live && text) live.textContent = text; };


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

export const CONTROLS = 'input:not([type=hidden]), select, textarea, button, summary, a[href]';

/** Open every <details> around an element, and its own when the element is a step. */
function uncover(element) {
  for (let node = element; node; node = node.parentElement) if (node.localName === 'details') node.open = true;
  const own = element.matches('.step') && one(':scope > details', element);
  if (own) own.open = true;
}

/** Focus an element, or the place inside it that it names with data-focus, or its first control. */
export function focusInto(element) {
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
// groups are focused, hidden ones only in <details> and .side. Keys are matched by their place (event.code), so they
// work on a Russian layout too.
// Rows: <a data-row>, J and K. A file for some pages adds what else is taken to `takers`.
// <body data-shortcuts="off"> turns all but Ctrl+Enter and Escape off.

export const TYPING = 'select, textarea, [contenteditable], input:not([type=radio], [type=checkbox], [type=submit], [type=button])';
/** Functions of the keys so far, such as 'KeyS Digit4': whether they took them. */
export const takers = [];
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
export function submitterOf(form) {
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
  if (takers.some((take) => take(keys))) return true;
  const taker = all(`[data-key="${CSS.escape(keys)}"]`).find((element) => element.closest('.side, details:not([open])') || element.checkVisibility());
  if (taker) return activate(taker);
  if (code === 'KeyJ' || code === 'KeyK') return moveRow(code === 'KeyJ' ? 1 : -1);
  if (keys === 'Help') { one('dialog#help')?.showModal(); return true; }
  if (keys !== 'KeyG' || !one('[data-key^="KeyG "]')) return false;
  waitFor(keys);
  return true;
}

/** Wait a moment for the next key; `then` is done when none comes. */
export function waitFor(keys, then = () => {}) {
  sequence = keys;
  sequenceTimer = setTimeout(() => { sequence = ''; then(); }, 900);
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


// ---- Connection -----------------------------------------------------------------------------------------

const showConnection = () => one('#offline')?.toggleAttribute('hidden', navigator.onLine);
addEventListener('online', showConnection);
addEventListener('offline', showConnection);
showConnection();


// ---- Drafts of case.js: forgotten after a day, and by <form data-forget> (signing out) ---------------------

/** Where list.js keeps the requests of the list that was looked at last, for case.js. */
export const LIST = 'list';

const DAY = 24 * 60 * 60 * 1000;
export const PREFIX = 'draft:';

/** Storage may be full, forbidden or spoilt by hand: a draft is worth no error. */
export const safely = (work) => { try { return work(); } catch { return null; } };

on('submit', ({ target }) => { if (target.matches('[data-forget]')) forgetDrafts(() => true); });

const forgetDrafts = (when) => safely(() => {
  for (const key of Object.keys(localStorage)) {
    if (key.startsWith(PREFIX) && when(JSON.parse(localStorage.getItem(key)))) localStorage.removeItem(key);
  }
});

forgetDrafts(({ at }) => Date.now() - at > DAY);
