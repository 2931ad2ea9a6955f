"""Reports: a mission file as a page or a document, in the words of a language, every part from one content."""
