/** Comments that speak to the tool: `// stateless-ignore-next-line in-memory-counter -- reason`. */
export function findPragmas(text: string): { pos: number; text: string }[] {
  const found: { pos: number; text: string }[] = [];
  for (let at = text.indexOf('stateless-ignore'); at >= 0; at = text.indexOf('stateless-ignore', at + 1)) {
    let end = text.indexOf('\n', at);
    if (end < 0) end = text.length;
    const close = text.indexOf('*/', at);
    if (close >= 0 && close < end) end = close;
    found.push({ pos: at, text: text.slice(at, end).trim() });
  }
  return found;
}
