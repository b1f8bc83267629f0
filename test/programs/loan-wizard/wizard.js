import crypto from 'node:crypto';

const STEPS = ['name', 'income', 'confirm'];
const applications = new Map();

const start = () => {
  const id = crypto.randomUUID();
  applications.set(id, { id, step: 0, answers: {} });
  return { id, ask: STEPS[0] };
};

const answer = (id, value) => {
  const application = applications.get(id);
  if (!application) return { error: 'unknown application' };
  if (application.step >= STEPS.length) return { error: 'already complete' };
  application.answers[STEPS[application.step]] = value;
  application.step += 1;
  if (application.step === STEPS.length) {
    return { done: true, answers: application.answers };
  }
  return { ask: STEPS[application.step] };
};

export const handler = async (event) => (event.id ? answer(event.id, event.value) : start());
