const express = require('express');
const board = require('./board');

const app = express();
app.use(express.json());

app.get('/board', (req, res) => res.json(board.snapshot()));

app.post('/cards', (req, res) => {
  const added = board.add(req.body.card);
  res.status(added ? 201 : 409).json(board.snapshot());
});

app.post('/cards/:card/move', (req, res) => {
  if (!board.move(req.params.card, req.body.to)) return res.status(400).json({ error: 'cannot move' });
  res.json(board.snapshot());
});

module.exports = app;
