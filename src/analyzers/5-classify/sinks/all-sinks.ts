import { AWS_SINKS } from './aws.js';
import { DATABASE_SINKS } from './databases.js';
import { MESSAGE_SINKS } from './messages.js';
import { REQUEST_SINKS, TELEMETRY_SINKS } from './requests.js';
import type { SinkModel } from './sink-model.js';
import { STORE_SINKS } from './stores.js';

/** Every call that the analysis knows to change something outside the process; the first model that fits counts. */
export const SINKS: readonly SinkModel[] = [
  ...AWS_SINKS,
  ...DATABASE_SINKS,
  ...STORE_SINKS,
  ...MESSAGE_SINKS,
  ...REQUEST_SINKS,
  ...TELEMETRY_SINKS,
];
