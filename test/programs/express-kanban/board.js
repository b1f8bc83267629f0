const board = {
  todo: ['mop', 'sweep'],
  doing: [],
  done: [],
};

const columns = Object.keys(board);

function locate(card) {
  for (const column of columns) {
    const position = board[column].indexOf(card);
    if (position >= 0) return { column, position };
  }
  return null;
}

exports.add = (card) => {
  if (locate(card)) return false;
  board.todo.push(card);
  return true;
};

exports.move = (card, to) => {
  const from = locate(card);
  if (!from || !columns.includes(to)) return false;
  board[from.column].splice(from.position, 1);
  board[to].unshift(card);
  return true;
};

exports.snapshot = () => JSON.parse(JSON.stringify(board));
