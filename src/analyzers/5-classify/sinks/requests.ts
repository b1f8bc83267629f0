import { eager } from './sink-model.js';
import type { SinkModel } from './sink-model.js';

/** Mutating HTTP requests. */
export const REQUEST_SINKS: readonly SinkModel[] = [
  eager(
    'request',
    /^(@fetch|@globalThis\.fetch|(node-fetch|cross-fetch|isomorphic-fetch|isomorphic-unfetch|undici|make-fetch-happen)(\.default|\.fetch)?)$/,
    'method-option',
  ),
  eager('request', /^undici\.request$/, 'method-option'),
  eager('request', /^(axios|axios\.create\(\))(\.request)?$/, 'method-option'),
  eager(
    'request',
    /^(axios|axios\.create\(\)|ky|ky\.(create|extend)\(\)|got|got\.got|got\.extend\(\)|needle|request|request-promise|request-promise-native|redaxios|wretch\(\)|ofetch\.\w+)\.(post|put|patch|delete)$/,
  ),
  eager('request', /^superagent(\.agent\(\))?\.(post|put|patch|delete|del)\(\)(\.\w+\(\))*\.(then|end)$/),
  eager('request', /^cloudflare#env\.\w+\.fetch$/, 'method-option'),
];

/** Hosts whose only business is to collect telemetry: losing a request to them loses a data point. */
export const TELEMETRY_HOST =
  /(google-analytics\.com|analytics\.google\.com|api\.segment\.io|api\.mixpanel\.com|posthog\.com|amplitude\.com|plausible\.io|sentry\.io|datadoghq\.(com|eu)|newrelic\.com|nr-data\.net|honeycomb\.io|logtail\.com|betterstack\.com|loggly\.com|logdna\.com|axiom\.co|grafana\.net|hc-ping\.com|healthchecks\.io)/i;

/** Analytics, error reports and metrics that travel over the network. */
export const TELEMETRY_SINKS: readonly SinkModel[] = [
  eager(
    'telemetry',
    /^new (posthog-node(\.PostHog)?|@segment\/analytics-node\.Analytics|analytics-node|mixpanel|@amplitude\/node\.\w+|@rudderstack\/rudder-sdk-node)\.(flush|shutdown\w*|closeAndFlush|captureImmediate)$/,
  ),
  eager('telemetry', /^@sentry\/[\w-]+\.(flush|close)$/),
  eager('telemetry', /^new @google-cloud\/logging\.Logging\.log\(\)\.write$/),
  eager('telemetry', /^@vercel\/analytics(\/server)?\.track$/),
];
