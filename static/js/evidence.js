/*
 * Forms for files, <form data-evidence>: drop, paste and camera fill the one file field, which works without this.
 * Forms that are swapped in later too. A picture pasted elsewhere opens the form of <a data-evidence-add>.
 */

import { on, one, say } from './app.js';

const fieldOf = (form) => one('input[type=file][name]', form);
const formNear = (element) => element?.closest?.('form[data-evidence]') ?? one('#evidence-form');
let waiting = [];

/** The browser's own file button speaks the browser's language: ours takes its place, the field stays focusable. */
function dress() {
  for (const box of document.querySelectorAll('[data-drop]')) {
    const buttons = one('[data-files-buttons]', box);
    if (!buttons?.hidden) continue;
    buttons.hidden = false;
    fieldOf(box).classList.add('sr');
    const camera = one('[data-camera]', box);
    if (camera) camera.hidden = !matchMedia('(pointer: coarse)').matches;
    list(fieldOf(box));
  }
}

/** The chosen files by name; those over the limit are marked before they are sent. */
function list(field) {
  const shown = one('[data-files-list]', field.closest('[data-drop]'));
  shown.replaceChildren(...[...field.files].map((file) => {
    const item = document.createElement('li');
    const tooLarge = file.size > Number(field.dataset.mostBytes);
    item.textContent = tooLarge ? `${file.name} · ${shown.dataset.tooLarge}` : file.name;
    if (tooLarge) item.className = 'warn';
    return item;
  }));
  if (field.files.length) say(shown.innerText);
}

/** Into the form at hand, or into the one that is asked for first. Gives whether there is any. */
function take(element, files) {
  const form = formNear(element);
  if (form) add(fieldOf(form), files);
  else waiting = [...files];
  if (!form) one('[data-evidence-add]')?.click();
  return Boolean(form ?? one('[data-evidence-add]'));
}

function add(field, files) {
  const fold = field.closest('details');
  if (fold) fold.open = true;
  const all = new DataTransfer();
  const kept = field.multiple ? [...field.files, ...files] : [...files].slice(-1);
  for (const file of kept) all.items.add(file);
  field.files = all.files;
  list(field);
}

on('change', ({ target }) => {
  const box = target.type === 'file' && target.closest('[data-drop]');
  if (!box) return;
  if (target.name) return list(target);
  add(fieldOf(box), target.files);
  target.value = '';
});

on('paste', (event) => {
  const files = event.clipboardData?.files ?? [];
  if (files.length && take(event.target, files)) event.preventDefault();
});

for (const name of ['dragover', 'dragleave', 'drop']) {
  on(name, (event) => {
    if (!event.dataTransfer?.types.includes('Files')) return;
    const form = formNear(event.target);
    if (form ?? one('[data-evidence-add]')) event.preventDefault();
    if (form) one('[data-drop]', form).classList.toggle('over', name === 'dragover');
    if (name === 'drop') take(event.target, event.dataTransfer.files);
  });
}

on('htmx:after:swap', () => {
  dress();
  const form = waiting.length && one('#evidence-form');
  if (!form) return;
  add(fieldOf(form), waiting);
  waiting = [];
});
dress();
