import type { Target } from './target.js';

/** What kind of host calls an entry point. */
export type Host =
  | 'aws-lambda'
  | 'vercel'
  | 'netlify'
  | 'cloudflare'
  | 'firebase'
  | 'google-cloud-functions'
  | 'azure-functions'
  | 'next'
  | 'sveltekit'
  | 'nuxt'
  | 'remix'
  | 'astro'
  | 'express'
  | 'fastify'
  | 'koa'
  | 'hono'
  | 'http'
  | 'nestjs'
  | 'trpc'
  | 'graphql'
  | 'socket.io'
  | 'ws'
  | 'telegram'
  | 'discord'
  | 'slack'
  | 'alexa'
  | 'queue'
  | 'twilio'
  | 'exported'
  | 'configured';

/** A function that a deployment manifest declares. */
export interface DeclaredFunction {
  /** The name in the manifest: `api`, `ResizeFunction`. */
  readonly name: string;
  /** The manifest: `template.yaml`. */
  readonly declaredIn: string;
  readonly line: number;
  readonly host: Host;
  readonly target: Target;
  /** How it was found, as the report shows it: `serverless.yml: functions.api.handler`. */
  readonly detectedBy: string;
  readonly source:
    | { readonly kind: 'export'; readonly file: string; readonly exportName: string }
    /** The whole file is the function (a worker, an edge function): its default export or its listeners count. */
    | { readonly kind: 'file'; readonly file: string }
    /** Methods of a class that the platform instantiates (a Durable Object). */
    | { readonly kind: 'class'; readonly file: string; readonly className: string }
    | { readonly kind: 'none'; readonly reason: string };
}

/** A manifest says that what lies below a folder runs on a target. The longest matching folder wins. */
export interface TargetScope {
  /** Relative POSIX folder, `''` for the root. */
  readonly folder: string;
  readonly target: Target;
  /** `serverless.yml`, `wrangler.toml`, `vercel.json`. */
  readonly detectedBy: string;
}

/** What the deployment manifests of a repository say. */
export interface Deployment {
  readonly functions: readonly DeclaredFunction[];
  readonly scopes: readonly TargetScope[];
}
