// Measures, in the browser, how well every text that is shown stands out from what is behind it.
import type { Page } from 'playwright-core';

/** Each text below 4.5:1, or 3:1 where it is large, with its ratio; the terminal's colours are the agent's own. */
export async function findLowContrast(page: Page): Promise<string[]> {
  return (await page.evaluate(script)) as string[];
}

// As text: tests have no DOM types. Luminance and ratio as WCAG 2.2 defines them.
const script = `(() => {
  const channels = (color) => (color.match(/[\\d.]+/g) ?? []).map(Number);
  const light = (value) => (value / 255 <= 0.04045 ? value / 255 / 12.92 : ((value / 255 + 0.055) / 1.055) ** 2.4);
  const luminance = ([r, g, b]) => 0.2126 * light(r) + 0.7152 * light(g) + 0.0722 * light(b);
  const ground = (element) => {
    for (let at = element; at !== null; at = at.parentElement) {
      const color = channels(getComputedStyle(at).backgroundColor);
      if (color.length === 3 || color[3] === 1) return color;
    }
    return [255, 255, 255];
  };
  const low = [];
  const check = (element, text, color) => {
    const style = getComputedStyle(element);
    const [one, other] = [luminance(channels(color)), luminance(ground(element))];
    const ratio = (Math.max(one, other) + 0.05) / (Math.min(one, other) + 0.05);
    const size = parseFloat(style.fontSize);
    const large = size >= 24 || (size >= 18.66 && Number(style.fontWeight) >= 700);
    if (ratio < (large ? 3 : 4.5)) low.push(ratio.toFixed(2) + ' ' + element.className + ': ' + text.slice(0, 60));
  };
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const element = walker.currentNode.parentElement;
    const text = walker.currentNode.data.trim();
    if (text === '' || element.closest('.screen, :disabled, script, noscript') !== null) continue;
    if (!element.checkVisibility({ visibilityProperty: true })) continue;
    check(element, text, getComputedStyle(element).color);
  }
  for (const field of document.querySelectorAll('[placeholder]')) {
    check(field, field.placeholder, getComputedStyle(field, '::placeholder').color);
  }
  return low;
})()`;
