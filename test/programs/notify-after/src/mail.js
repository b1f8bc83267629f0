export const send = (to, text) =>
  new Promise((resolve) => {
    setTimeout(() => resolve({ to, length: text.length }), 5);
  });
