// The table of events, sorted by any of its columns.

function bindTable() {
  const table = find('#events-table');
  if (!table) return;
  const body = find('tbody', table), heads = findAll('thead th', table);
  const collator = new Intl.Collator(data.language, {numeric: true});
  heads.forEach((head, column) => {
    const button = document.createElement('button');
    button.type = 'button';
    button.append(...head.childNodes);
    head.append(button);
    button.addEventListener('click', () => {
      const down = head.getAttribute('aria-sort') === 'ascending';
      for (const each of heads) each.removeAttribute('aria-sort');
      head.setAttribute('aria-sort', down ? 'descending' : 'ascending');
      const keys = new Map([...body.rows].map(row => [row, row.cells[column].dataset.key ?? row.cells[column].textContent.trim()]));
      const number = head.dataset.sort === 'number';
      const order = (a, b) => (number ? (keys.get(a) || Infinity) - (keys.get(b) || Infinity) || 0 : collator.compare(keys.get(a), keys.get(b)));
      body.append(...[...body.rows].sort((a, b) => (down ? order(b, a) : order(a, b))));
    });
  });
}
