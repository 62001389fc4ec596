/*
 * Forms that htmx sends: who has the focus afterwards, what failed and how to send it again, a session that is over.
 * On every page with htmx on it; the forms work without this.
 */

import { CONTROLS, all, focusInto, on, one, submitterOf } from './app.js';


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
