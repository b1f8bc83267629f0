import { bindModule } from '../../src/analyzers/1-bind/index.js';
import { linkProgram } from '../../src/analyzers/2-link/index.js';
import type { Detectors } from '../../src/analyzers/3-detect/detectors.js';
import { detectEntryPoints } from '../../src/analyzers/3-detect/index.js';
import type { DetectedProgram } from '../../src/model/detected-program.js';
import type { SourceModule } from '../../src/model/source-module.js';
import { discover } from '../../src/project/discover.js';
import { readDeployment } from '../../src/project/manifests/index.js';
import { readPackages } from '../../src/project/packages.js';
import { readSource } from '../../src/project/read-source.js';
import { createImportResolver } from '../../src/project/resolve-import.js';

/** Runs the stages up to 3-detect on a folder, with the detectors of some hosts alone. */
export async function detectFixture(
  root: string,
  detectors: Detectors,
  entries: readonly string[] = [],
): Promise<DetectedProgram> {
  const found = await discover({ root, paths: [] });
  const modules = found.files.flatMap((path): SourceModule[] => {
    const read = readSource(found.root, path);
    const module = 'source' in read ? bindModule(read.source).module : null;
    return module ? [module] : [];
  });
  const known = new Set(modules.map(({ path }) => path));
  const imports = createImportResolver(found.root, known, found.manifests);
  const resolutions = modules.map((module) =>
    module.imports.map(({ specifier }) => imports.resolve(module.path, specifier)),
  );
  const { deployment } = readDeployment({ root: found.root, manifests: found.manifests, sources: known });
  const packages = readPackages(found.root, found.manifests);
  const options = {
    deployment,
    dependenciesOf: packages.dependencyNames,
    packageFolderOf: (path: string) => packages.packageOf(path)?.folder ?? '',
    target: null,
    entries,
  };
  return detectEntryPoints(linkProgram(modules, resolutions), options, detectors);
}
