// Filters by mission and kind, and the search: in the figure and in the table alike.

const filters = findAll('#filters input');
const searchBox = find('#search'), searchSaid = find('#search-said');
let matches = [];

const folded = text => text.normalize('NFKD').replace(/[\p{M}'‘’ʼ]/gu, '').toLowerCase();

/** All that an event is found by: its card, its sources, and its mission with who flies it on what. */
function textOf(event) {
  const told = document.getElementById(`Card:${event.id}`), row = document.getElementById(`Row:${event.id}`);
  const links = [told, row].flatMap(node => (node ? findAll('[href^="#Source:"]', node) : []));
  const sources = [...new Set(links.map(link => document.getElementById(link.hash.slice(1))))];
  return folded([told, ...sources].map(node => node?.textContent).join(' ') + ` ${event.said} ${data.lanes[event.lane].about}`);
}

/** Show the events of the missions and kinds that are ticked; the others leave figure and table. */
function applyFilters() {
  const off = name => new Set(filters.filter(box => box.name === name && !box.checked).map(box => box.value));
  const missions = off('mission'), kinds = off('kind');
  for (const event of events) {
    event.off = missions.has(data.lanes[event.lane].id) || kinds.has(event.kind);
    const row = document.getElementById(`Row:${event.id}`);
    if (row) row.hidden = event.off;
  }
  if (shown?.off) hideCard();
  const from = [stage.t0, stage.t1];
  if (events.some(event => event.off) || !stage.home) {
    if (stage.wide && !events.some(event => event.off) && from[1] - from[0] >= (whole()[1] - whole()[0]) * 0.999) goHome();
    else {
      enterLive();
      refresh();
    }
  }
  if (!current || current.off) makeCurrent(reachable()[0] ?? null);
  const count = events.filter(event => !event.off).length;
  find('#filter-count').textContent = count === events.length ? '' : fill(words.shown, {n: count, all: events.length});
  const none = find('#none');
  if (none) none.hidden = !(none.nextElementSibling.hidden = !count);
  applySearch();
}

/** Show the figure as it was drawn, with every event. */
function showAll() {
  for (const box of filters) box.checked = true;
  if (events.some(event => event.off)) applyFilters();
  goHome();
}

/** Dim what does not hold every word that is looked for, and say how many do. */
function applySearch() {
  const asked = folded(searchBox.value).split(/\s+/).filter(Boolean);
  svg.classList.toggle('searching', asked.length > 0);
  matches = [];
  for (const event of events) {
    if (asked.length) event.text ??= textOf(event);
    const found = !event.off && asked.every(word => event.text.includes(word));
    event.node.classList.toggle('found', asked.length > 0 && found);
    document.getElementById(`Row:${event.id}`)?.classList.toggle('unfound', asked.length > 0 && !found);
    if (asked.length && found) matches.push(event);
  }
  const said = ['none', 'one'][matches.length] ?? 'other';
  searchSaid.textContent = asked.length ? fill(words[`found.${said}`], {n: matches.length}) : '';
}

function bindFind() {
  const panel = find('.filter');
  document.addEventListener('click', ({target}) => {
    if (!panel.contains(target)) panel.open = false;
  });
  document.addEventListener('keydown', event => {
    if (event.key !== 'Escape' || !panel.open) return;
    event.stopPropagation();  // one Escape closes one thing
    if (panel.contains(document.activeElement)) panel.firstElementChild.focus();
    panel.open = false;
  }, true);
  for (const box of filters) box.addEventListener('change', applyFilters);
  for (const button of findAll('#filters [data-all]')) {
    button.addEventListener('click', () => {
      const boxes = filters.filter(box => box.name === button.dataset.all), all = boxes.every(box => box.checked);
      for (const box of boxes) box.checked = !all;
      applyFilters();
    });
  }
  searchBox.addEventListener('input', applySearch);
  searchBox.addEventListener('keydown', event => {
    if (event.key === 'Escape') {
      searchBox.value = '';
      applySearch();
    }
    if (event.key !== 'Enter' || !matches.length) return;
    event.preventDefault();
    const next = matches[(matches.indexOf(shown) + 1) % matches.length];
    goTo(next, true);
    searchBox.focus({preventScroll: true});
  });
  document.addEventListener('keydown', event => {
    if (event.key !== '/' || event.target.closest('input, textarea, select')) return;
    event.preventDefault();
    searchBox.focus();
  });
}
