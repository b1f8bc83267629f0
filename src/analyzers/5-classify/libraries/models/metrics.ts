import type { LibraryModel } from './library-model.js';

/** Metrics that wait in the process until somebody asks for them. */
export const METRICS: readonly LibraryModel[] = [
  {
    kind: 'store',
    made: ['new prom-client.{Counter,Gauge,Histogram,Summary}'],
    wrongAt: 'anywhere',
    wrong: {
      grade: 'medium',
      message: 'counts for one environment, is lost with it, and a scrape meets only one of them',
      fix: 'push at the end of each invocation (embedded metric format, OTLP)',
    },
    wrongWhere: 'short-lived',
  },
];
