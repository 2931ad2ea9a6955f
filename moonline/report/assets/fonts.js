// The letters of the page are read before anything is laid out, which is then done once, and in them.

for (const each of document.fonts) each.load();
