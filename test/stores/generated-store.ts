import type { StoreUnderTest } from './conformance.js';
import { generatedProject } from './generated-project.js';
import type { RunningServer } from './servers/server.js';

type Options = Parameters<typeof generatedProject>[0];

/** The file that users receive, on a server of its own. */
export function generated(options: Options, startServer: () => Promise<RunningServer>): () => Promise<StoreUnderTest> {
  return async () => {
    const server = await startServer();
    const project = generatedProject(options);
    return {
      load: project.load,
      env: server.env,
      stop: async () => {
        project.remove();
        await server.stop();
      },
    };
  };
}
