import type { Host } from '../../model/deployment.js';
import type { HostDetector } from './detection.js';
import { alexa } from './hosts/alexa.js';
import { astro } from './hosts/astro.js';
import { awsLambda } from './hosts/aws-lambda.js';
import { azureFunctions } from './hosts/azure-functions.js';
import { cloudflare } from './hosts/cloudflare.js';
import { configured } from './hosts/configured.js';
import { discord } from './hosts/discord.js';
import { express } from './hosts/express.js';
import { fastify } from './hosts/fastify.js';
import { firebase } from './hosts/firebase.js';
import { googleCloudFunctions } from './hosts/google-cloud-functions.js';
import { graphql } from './hosts/graphql.js';
import { hono } from './hosts/hono.js';
import { http } from './hosts/http.js';
import { koa } from './hosts/koa.js';
import { nestjs } from './hosts/nestjs.js';
import { netlify } from './hosts/netlify.js';
import { next } from './hosts/next.js';
import { nuxt } from './hosts/nuxt.js';
import { queue } from './hosts/queue.js';
import { remix } from './hosts/remix.js';
import { slack } from './hosts/slack.js';
import { socketIo } from './hosts/socket-io.js';
import { sveltekit } from './hosts/sveltekit.js';
import { telegram } from './hosts/telegram.js';
import { trpc } from './hosts/trpc.js';
import { twilio } from './hosts/twilio.js';
import { vercel } from './hosts/vercel.js';
import { ws } from './hosts/ws.js';

/** Hosts that are detected in the code. `exported` is no host but what is left where none is found. */
export type DetectedHost = Exclude<Host, 'exported'>;
export type Detectors = Readonly<Partial<Record<DetectedHost, HostDetector>>>;

/**
 * Every host with its detector. Where two hosts claim one function, the earlier one keeps it: what the user says comes
 * first, then what only one platform can mean, and the names that many platforms use last.
 */
export const DETECTORS = {
  configured,
  firebase,
  'google-cloud-functions': googleCloudFunctions,
  'azure-functions': azureFunctions,
  nestjs,
  trpc,
  graphql,
  cloudflare,
  express,
  fastify,
  koa,
  hono,
  http,
  'socket.io': socketIo,
  ws,
  queue,
  telegram,
  discord,
  slack,
  alexa,
  next,
  sveltekit,
  nuxt,
  remix,
  astro,
  vercel,
  netlify,
  twilio,
  'aws-lambda': awsLambda,
} satisfies Record<DetectedHost, HostDetector>;
