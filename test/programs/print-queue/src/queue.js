const jobs = [];

export const enqueue = (job) => jobs.push(job);
export const dequeue = () => jobs.shift();
export const depth = () => jobs.length;
export const peek = () => jobs[0];
