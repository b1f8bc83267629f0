const express = require('express');

const app = express();
app.use(express.json());

let todos = [
  { id: 1, text: 'light the oven', done: true },
  { id: 2, text: 'weigh the flour', done: false },
];
let nextId = 3;

app.get('/todos', (req, res) => {
  const { done } = req.query;
  if (done !== undefined) {
    return res.json(todos.filter((t) => String(t.done) === done));
  }
  res.json(todos);
});

app.get('/todos/:id', (req, res) => {
  const todo = todos.find((t) => t.id === parseInt(req.params.id, 10));
  if (!todo) return res.status(404).json({ error: 'Todo not found' });
  res.json(todo);
});

app.post('/todos', (req, res) => {
  if (!req.body.text) {
    res.status(400).json({ error: 'text is required' });
    return;
  }
  const todo = { id: nextId++, text: req.body.text, done: false };
  todos.push(todo);
  res.status(201).json(todo);
});

app.put('/todos/:id', (req, res) => {
  const index = todos.findIndex((t) => t.id === Number(req.params.id));
  if (index === -1) {
    return res.status(404).json({ error: 'Todo not found' });
  }
  todos[index] = { ...todos[index], ...req.body };
  res.json(todos[index]);
});

app.delete('/todos/:id', (req, res) => {
  const id = Number(req.params.id);
  const exists = todos.some((t) => t.id === id);
  if (!exists) return res.status(404).json({ error: 'Todo not found' });
  todos = todos.filter((t) => t.id !== id);
  res.status(204).send();
});

if (require.main === module) {
  app.listen(process.env.PORT || 3000, () => console.log('listening'));
}

module.exports = app;
