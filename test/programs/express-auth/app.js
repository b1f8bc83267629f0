const crypto = require('crypto');
const express = require('express');

const users = [];
const tokens = new Map();

const app = express();
app.use(express.json());

const hash = (text) => crypto.createHash('sha256').update(text).digest('hex');

function authenticate(req, res, next) {
  const token = (req.headers.authorization || '').replace('Bearer ', '');
  const userId = tokens.get(token);
  if (!userId) return res.status(401).json({ error: 'not signed in' });
  req.user = users.find((u) => u.id === userId);
  next();
}

app.post('/register', (req, res) => {
  const { email, password } = req.body;
  if (users.some((u) => u.email === email)) return res.status(400).json({ error: 'email is taken' });
  const user = { id: users.length + 1, email, password: hash(password) };
  users.push(user);
  res.status(201).json({ id: user.id, email: user.email });
});

app.post('/login', (req, res) => {
  const user = users.find((u) => u.email === req.body.email);
  if (!user || user.password !== hash(req.body.password)) {
    return res.status(401).json({ error: 'wrong email or password' });
  }
  const token = crypto.randomBytes(8).toString('hex');
  tokens.set(token, user.id);
  res.json({ token });
});

app.get('/me', authenticate, (req, res) => {
  res.json({ id: req.user.id, email: req.user.email });
});

app.post('/logout', authenticate, (req, res) => {
  tokens.delete(req.headers.authorization.slice('Bearer '.length));
  res.json({ ok: true });
});

module.exports = { app };
