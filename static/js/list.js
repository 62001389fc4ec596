/*
 * Lists of requests and of SIM cards: which rows are selected, and what one key does to the row that has the focus.
 * Without this file rows are ticked one by one, and the bar below the list is always there.
 */

import { LIST, all, on, one, safely, say, takers, TYPING } from './app.js';

const LINK = 'a[data-row]';
const NEXT = 'next-row';
const rows = () => all('tbody tr:has(.c-box)');
const boxOf = (row) => one('.c-box input', row);
const boxes = () => rows().map(boxOf);
const rowAt = (element) => element?.closest?.('tbody tr:has(.c-box)');
const here = () => rowAt(document.activeElement);
const everything = () => one('#bulk [name=all]');
let last = null;  // the row that was ticked last: ranges begin there


// ---- Selection: <td class="c-box"><input form="bulk"> in each row, <form id="bulk"> with <span data-count> -----------

function count(isSaid) {
  const ticked = boxes().filter((box) => box.checked).length;
  const page = one('input[data-all]');
  const shown = one('#bulk [data-count]');
  if (!shown) return;
  page.checked = ticked > 0 && ticked === boxes().length;
  page.indeterminate = ticked > 0 && !page.checked;
  shown.textContent = everything()?.checked ? shown.dataset.every : shown.dataset.count.replace('%(n)s', ticked);
  if (isSaid) say(shown.textContent);
}

function tick(row, isTicked) {
  boxOf(row).checked = isTicked;
  last = row;
}

/** From the row that was ticked last to this one, both included. */
function tickUpTo(row, isTicked) {
  const list = rows();
  const [from, to] = [list.indexOf(last?.isConnected ? last : row), list.indexOf(row)].sort((one, other) => one - other);
  for (const between of list.slice(from, to + 1)) boxOf(between).checked = isTicked;
  last = row;
}

on('click', ({ target, shiftKey }) => {
  if (!target.matches?.('.c-box input')) return;
  if (shiftKey) tickUpTo(rowAt(target), target.checked);
  else last = rowAt(target);
});

on('change', ({ target }) => {
  if (target.matches('input[data-all]')) for (const box of boxes()) box.checked = target.checked;
  if (target.matches('input[data-all], .c-box input') && everything()) everything().checked = false;
  if (target === everything()) for (const box of boxes()) box.checked = target.checked;
  if (target.matches('input[data-all], .c-box input, #bulk [name=all]')) count(true);
});


// ---- Keys -------------------------------------------------------------------------------------------------

const focusRow = (row) => { one(LINK, row)?.focus(); return Boolean(row); };

function move(way) {
  const list = rows();
  const place = list.indexOf(here());
  if (!list.length) return false;
  if (place < 0) return focusRow(way > 0 ? list[0] : list.at(-1));
  return focusRow(list[place + way] ?? list[place]);
}

/** The button of the bar, for what is selected; if nothing is, for the row that has the focus. */
function press(key) {
  const button = one(`#bulk [data-row-key="${key}"]`);
  const row = here();
  const isEmpty = !everything()?.checked && !boxes().some((box) => box.checked);
  if (!button || (isEmpty && !row)) return false;
  if (isEmpty) tick(row, true);
  safely(() => sessionStorage.setItem(NEXT, one(LINK, row?.nextElementSibling ?? row ?? document)?.id));
  button.form.requestSubmit(button);
  return true;
}

/** The answer is the row as it is now. */
function assignToMe() {
  const row = here();
  const token = one('input[name=csrfmiddlewaretoken]');
  if (!row || !token || !one('#bulk [value=assign]')) return false;
  const table = row.closest('table');
  const place = rows().indexOf(row);
  htmx.ajax('POST', `${one(LINK, row).pathname}mine/`, {
    source: table,
    target: row,
    swap: 'outerHTML',
    values: { csrfmiddlewaretoken: token.value, columns: table.dataset.columns },
  }).then(() => {
    focusRow(rows()[place + 1] ?? rows()[place]);
    say(table.dataset.mine);
  });
  return true;
}

const KEYS = {
  KeyJ: () => move(1),
  KeyK: () => move(-1),
  KeyA: assignToMe,
  KeyX: () => {
    const row = here();
    if (!row) return false;
    boxOf(row).click();
    return true;
  },
};

takers.push((keys) => KEYS[keys]?.() ?? (/^Key[LDFN]$/.test(keys) && press(keys)));

on('keydown', (event) => {
  const row = rowAt(event.target);
  if (!row || event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return;
  // An Enter in a box would press the bar's first button.
  if (event.key === 'Enter' && event.target.matches('input')) {
    event.preventDefault();
    one(LINK, row).click();
  }
  if (document.body.dataset.shortcuts === 'off' || event.target.matches(TYPING)) return;
  if (event.shiftKey && event.code === 'KeyX') {
    event.preventDefault();
    tickUpTo(row, true);
    count(true);
  }
  if (!event.shiftKey && ['ArrowDown', 'ArrowUp'].includes(event.key)) {
    event.preventDefault();
    move(event.key === 'ArrowDown' ? 1 : -1);
  }
});


// ---- A list that has just come -----------------------------------------------------------------------------

function begin() {
  last = null;
  count(false);
  if (one('table[data-mine]')) safely(() => sessionStorage.setItem(LIST, JSON.stringify(rows().map((row) => one(LINK, row).pathname))));
  const next = safely(() => sessionStorage.getItem(NEXT));
  const link = next && document.getElementById(next);
  if (!link) return;
  sessionStorage.removeItem(NEXT);
  link.focus();
}

on('htmx:after:swap', ({ detail: { ctx } }) => { if (ctx.target?.id === 'results') begin(); else count(false); });
addEventListener('pageshow', begin);
