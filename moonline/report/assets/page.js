// The page comes alive: what needs a script is shown, and everything is bound to what it answers to.

for (const node of findAll('[data-scripted]')) node.hidden = false;
document.documentElement.classList.add('scripted', 'arriving');  // what is below the figure is laid out after it
for (const name of ['tabindex', 'role', 'aria-label']) find('#figure').removeAttribute(name);

/** Bind what the figure answers to. */
function begin() {
  bindCards();
  bindPointers();
  bindKeys();
  bindFind();
  bindCopy();
  new ResizeObserver(() => {  // its first call comes before the first frame
    fit();
    placeSlider();
    placeCard();
  }).observe(svg.parentElement);
  document.documentElement.dataset.ready = 'figure';
}

// Paper has the figure as it was drawn, whatever the screen is.
addEventListener('beforeprint', () => {
  stage.printing = true;
  hideCard();
  if (!stage.wide) takeWidth(true, data.width);
});
addEventListener('afterprint', () => {
  stage.printing = false;
  fit();
});
/** Show the rest when the figure stands, the playhead's Moon first, and follow the address. */
function finish() {
  bindPlayhead();
  refreshNow();
  document.documentElement.classList.remove('arriving');
  bindTable();
  followAddress();
  document.documentElement.dataset.ready = 'all';
}

const loaded = new Promise(done => addEventListener('load', done));
begin();
loaded.then(() => requestAnimationFrame(() => requestAnimationFrame(finish)));
