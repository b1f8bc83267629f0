import { CACHES } from './caches.js';
import { DATABASES } from './databases.js';
import { DECORATIONS } from './decorations.js';
import { ERROR_TRACKERS } from './error-trackers.js';
import { FILES } from './files.js';
import { HARMLESS } from './harmless.js';
import { HTTP_CLIENTS } from './http-clients.js';
import type { LibraryModel } from './library-model.js';
import { LOCALES } from './locales.js';
import { LOCKS } from './locks.js';
import { LOGGERS } from './loggers.js';
import { MEMOIZERS } from './memoizers.js';
import { MESSAGING } from './messaging.js';
import { METRICS } from './metrics.js';
import { QUEUES } from './queues.js';
import { RATE_LIMITS } from './rate-limits.js';
import { REACTIVE_VALUES } from './reactive-values.js';
import { REGISTRATIONS } from './registrations.js';
import { REQUEST_CACHES } from './request-caches.js';
import { SCHEDULERS } from './schedulers.js';
import { SDK_SETTINGS } from './sdk-settings.js';
import { SESSIONS } from './sessions.js';

/** Every library that the audit knows to hold state. Plain data: a new one is a record in one of these files. */
export const LIBRARY_MODELS: readonly LibraryModel[] = [
  ...SESSIONS,
  ...RATE_LIMITS,
  ...REQUEST_CACHES,
  ...CACHES,
  ...MEMOIZERS,
  ...LOCKS,
  ...QUEUES,
  ...SCHEDULERS,
  ...MESSAGING,
  ...METRICS,
  ...DATABASES,
  ...FILES,
  ...REACTIVE_VALUES,
  ...HARMLESS,
  ...LOGGERS,
  ...ERROR_TRACKERS,
  ...HTTP_CLIENTS,
  ...LOCALES,
  ...SDK_SETTINGS,
  ...REGISTRATIONS,
  ...DECORATIONS,
];
