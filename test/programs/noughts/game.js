const games = {};
let lastGame = 0;

const LINES = [[0, 1, 2], [3, 4, 5], [6, 7, 8], [0, 3, 6], [1, 4, 7], [2, 5, 8], [0, 4, 8], [2, 4, 6]];

const winner = (board) => {
  for (const [a, b, c] of LINES) {
    if (board[a] && board[a] === board[b] && board[b] === board[c]) return board[a];
  }
  return null;
};

export async function handler(event) {
  if (event.start) {
    const id = `g${++lastGame}`;
    games[id] = { board: Array(9).fill(null), turn: 'X', winner: null };
    return { id };
  }
  const game = games[event.id];
  if (!game) return { error: 'no such game' };
  if (game.winner) return { error: `${game.winner} has won` };
  const { cell } = event;
  if (game.board[cell] !== null) return { error: 'taken' };
  game.board[cell] = game.turn;
  game.turn = game.turn === 'X' ? 'O' : 'X';
  game.winner = winner(game.board);
  return game;
}
