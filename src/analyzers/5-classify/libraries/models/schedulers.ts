import type { LibraryModel } from './library-model.js';

/** Libraries that start work by the clock of the process. */
export const SCHEDULERS: readonly LibraryModel[] = [
  {
    kind: 'scheduler',
    made: [
      'node-cron.schedule()',
      'node-schedule.scheduleJob()',
      'new cron.CronJob',
      'cron.{CronJob.from,job}()',
      'new croner[.Cron]',
      'croner[.Cron]()',
      'new bree',
      'new toad-scheduler.{SimpleIntervalJob,CronJob,LongIntervalJob}',
      'later.setInterval()',
      'new @breejs/later',
      'cron-job-manager.add()',
    ],
    decorators: ['@nestjs/schedule.{Cron,Interval,Timeout}'],
  },
  {
    kind: 'scheduler',
    made: ['new {agenda,@hokify/agenda}[.*]', 'new pg-boss'],
    durable: true,
  },
];
