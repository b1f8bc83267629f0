import picomatch from 'picomatch';

/** Whether a relative path matches one of the globs. One without a slash counts in every folder; a folder takes what it holds. */
export function matchesPaths(globs: readonly string[]): (path: string) => boolean {
  const patterns = globs.flatMap((glob) => {
    const plain = glob.replace(/^\.\//, '').replace(/\/+$/, '');
    const anywhere = plain.includes('/') ? plain : `**/${plain}`;
    return [anywhere, `${anywhere}/**`];
  });
  return patterns.length === 0 ? () => false : picomatch(patterns, { dot: true });
}
