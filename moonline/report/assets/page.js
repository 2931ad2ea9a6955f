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
document.documentElement.dataset.ready = 'yes';
