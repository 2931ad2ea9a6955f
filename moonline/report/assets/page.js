// The page comes alive: what needs a script is shown, and everything is bound to what it answers to.

for (const node of findAll('[data-scripted]')) node.hidden = false;
document.documentElement.classList.add('scripted');
for (const name of ['tabindex', 'role', 'aria-label']) find('#figure').removeAttribute(name);
bindCards();
bindPointers();
bindKeys();
bindFind();
bindTable();
bindCopy();
fit();
bindPlayhead();
refreshNow();
followAddress();
new ResizeObserver(() => {
  fit();
  placeSlider();
  placeCard();
}).observe(svg.parentElement);

let beforePrint = null;
addEventListener('beforeprint', () => {
  beforePrint = {wide: stage.wide, width: stage.width, left: stage.left, right: stage.right, home: stage.home, t: [stage.t0, stage.t1]};
  hideCard();
  if (stage.wide) return;
  Object.assign(stage, {wide: true, width: data.width, left: data.left, right: data.right});
  svg.classList.remove('narrow');
  goHome();
});
addEventListener('afterprint', () => {
  if (beforePrint && !beforePrint.wide) fit();
  beforePrint = null;
});
document.documentElement.dataset.ready = 'yes';
