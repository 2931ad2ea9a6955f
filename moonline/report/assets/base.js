// What the other parts share: the page's data and words, elements, numbers and widths of text.

const data = JSON.parse(document.getElementById('moonline-data').textContent);
const {theme, words} = data;
const still = matchMedia('(prefers-reduced-motion: reduce)');
const find = (selector, root = document) => root.querySelector(selector);
const findAll = (selector, root = document) => [...root.querySelectorAll(selector)];
const clamp = (value, low, high) => Math.max(low, Math.min(high, value));
const round = value => Math.round(value * 100) / 100;
const fill = (text, values) => text.replace(/\{(\w+)\}/g, (place, name) => values[name] ?? place);

/** Make an SVG element at the end of another. */
function draw(name, attributes, parent) {
  const made = document.createElementNS('http://www.w3.org/2000/svg', name);
  for (const key in attributes) made.setAttribute(key, attributes[key]);
  parent?.append(made);
  return made;
}

/** Set an attribute where it is another one: what is drawn already costs nothing. */
function put(node, name, value) {
  const kept = node.kept ??= {};
  if (kept[name] === value) return;
  kept[name] = value;
  if (value === null) node.removeAttribute(name);
  else node.setAttribute(name, value);
}

const show = (node, shown) => put(node, 'display', shown ? null : 'none');
const move = (node, x, y) => put(node, 'transform', x || y ? `translate(${round(x)} ${round(y)})` : null);

/** Measure a text in points as figures/fonts.py does; what the page knows no width of counts as one em. */
function textWidth(text, size) {
  let sum = 0;
  for (const character of text) sum += data.advance[character] ?? 1000;
  return sum * size / 1000;
}

/** Nodes that are used again on every layout: take as many as are needed, then rest the others. */
class Pool {
  constructor(make) {
    this.make = make;
    this.nodes = [];
    this.used = 0;
  }
  take() {
    const node = this.nodes[this.used] ??= this.make();
    this.used++;
    show(node, true);
    return node;
  }
  rest() {
    for (let i = this.used; i < this.nodes.length; i++) show(this.nodes[i], false);
    this.used = 0;
  }
}

/** A pool of texts within a group. */
class Texts extends Pool {
  constructor(parent) {
    super(() => draw('text', {}, parent));
  }
  write(x, y, text, size, role = 'soft', anchor = 'start') {
    const node = this.take();
    put(node, 'x', round(x));
    put(node, 'y', round(y));
    put(node, 'font-size', size);
    put(node, 'fill', `var(--m-${role})`);
    put(node, 'text-anchor', anchor);
    if (node.textContent !== text) node.textContent = text;
    return node;
  }
}
