export const members = [];
let lastId = 0;
export const newId = () => {
  lastId += 1;
  return lastId;
};
