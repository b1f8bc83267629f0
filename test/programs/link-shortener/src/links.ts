export interface Link {
  code: string;
  url: string;
  hits: number;
}

const links = new Map<string, Link>();
let sequence = 1000;

export function shorten(url: string): Link {
  for (const link of links.values()) {
    if (link.url === url) return link;
  }
  const code = (sequence++).toString(36);
  const link: Link = { code, url, hits: 0 };
  links.set(code, link);
  return link;
}

export function resolve(code: string): string | undefined {
  const link = links.get(code);
  if (!link) return undefined;
  link.hits++;
  return link.url;
}

export function top(count: number): Link[] {
  return [...links.values()].sort((a, b) => b.hits - a.hits).slice(0, count);
}
