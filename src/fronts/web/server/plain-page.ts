// A page of one sentence, for when the real one cannot be shown. Only the broker's own words are in it.

export function plainPage(sentence: string, remedy = ''): string {
  const [first, second] = [sentence, remedy].map((text) => escapeHtml(text).replace(/`([^`]*)`/g, '<code>$1</code>'));
  return `<!doctype html>
<html lang="en"><meta charset="utf-8"><meta name="color-scheme" content="light dark"><title>Ostiary</title>
<h1>Ostiary</h1><p>${first}</p><p>${second}</p></html>
`;
}

function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (letter) => `&#${letter.charCodeAt(0)};`);
}
