import type { LibraryModel } from './library-model.js';

/** Uploads and logs that go to the local disk. */
export const FILES: readonly LibraryModel[] = [
  {
    kind: 'file',
    made: ['multer()'],
    role: 'uploads',
    path: [{ option: 'dest' }],
    withoutPath: 'nothing',
  },
  {
    kind: 'file',
    made: ['multer.diskStorage()'],
    role: 'uploads',
    path: [{ option: 'destination' }],
    withoutPath: 'nothing',
  },
  {
    kind: 'file',
    made: ['new winston.transports.{File,DailyRotateFile}', 'new winston-daily-rotate-file'],
    role: 'log',
    path: [{ option: 'filename' }, { option: 'dirname' }],
    withoutPath: 'default-file',
  },
  {
    kind: 'file',
    made: ['pino.destination()'],
    role: 'log',
    path: [{ option: 'dest' }, { argument: 0 }],
    withoutPath: 'nothing',
  },
  {
    kind: 'file',
    made: ['rotating-file-stream.createStream()', 'file-stream-rotator.getStream()'],
    role: 'log',
    path: [{ argument: 0 }, { option: 'filename' }],
    withoutPath: 'nothing',
  },
];
