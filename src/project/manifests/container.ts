import type { Target } from '../../model/target.js';
import { dockerInstructions } from './dockerfile.js';
import { type ManifestReader, NOTHING } from './reader.js';
import { baseName, folderOf } from './repository-path.js';
import { sourcesWithin } from './source-mapping.js';

/** Folders that hold deployment files of the folder above them. */
const DEPLOYMENT_FOLDER = /^\.?(?:docker|deploy|deployment|build|infra|ops|containers?)$/;

/** A Dockerfile that starts something: what lies beside it runs in a container, or on Lambda as an image. */
export const readDockerfile: ManifestReader = (text, path, context) => {
  const instructions = dockerInstructions(text);
  const starts = instructions.some((each) => each.name === 'CMD' || each.name === 'ENTRYPOINT');
  if (!starts) return NOTHING;
  const own = folderOf(path);
  const above = DEPLOYMENT_FOLDER.test(baseName(own)) && sourcesWithin(own, context).length === 0;
  const onLambda = instructions.some((each) =>
    /public\.ecr\.aws\/(?:lambda\/|awsguru\/aws-lambda-adapter)/.test(each.rest),
  );
  const target: Target = onLambda ? 'lambda' : 'container';
  return {
    functions: [],
    scopes: [{ folder: above ? folderOf(own) : own, target, detectedBy: path }],
    diagnostics: [],
  };
};

/** `app.yaml` of App Engine; other files of that name say nothing. */
export const readAppEngine: ManifestReader = (text, path, context) =>
  /^(?:runtime|env|services):/m.test(text) ? readProcess(text, path, context) : NOTHING;

/** `Procfile`, `fly.toml` and their kin: a process that stays. */
export const readProcess: ManifestReader = (_text, path) => ({
  functions: [],
  scopes: [{ folder: folderOf(path), target: 'container', detectedBy: path }],
  diagnostics: [],
});

/** `cloudbuild.yaml` with `gcloud run deploy`, and the service descriptions of Knative. */
export const readCloudRun: ManifestReader = (text, path) => {
  // The words may be items of a list, on lines of their own.
  const words = text.replace(/['",\s-]+/g, ' ');
  const deploys = text.includes('serving.knative.dev') || /\brun (?:services )?deploy\b/.test(words);
  if (!deploys) return NOTHING;
  return {
    functions: [],
    scopes: [{ folder: folderOf(path), target: 'cloud-run', detectedBy: path }],
    diagnostics: [],
  };
};
