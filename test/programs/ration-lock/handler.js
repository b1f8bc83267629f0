const pause = () => new Promise((resolve) => setTimeout(resolve, 1));
let busy = false;

export const handler = async (event) => {
  if (busy) return { error: 'another run is in progress' };
  busy = true;
  try {
    await pause();
    return { baked: event.loaves };
  } finally {
    busy = false;
  }
};
