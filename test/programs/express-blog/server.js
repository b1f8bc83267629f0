const express = require('express');
const { v4 } = require('./ids');

const app = express();
app.use(express.json());

const posts = {};

const findPost = (req, res) => {
  const post = posts[req.params.id];
  if (!post) {
    res.status(404).json({ error: 'post not found' });
    return null;
  }
  return post;
};

app.post('/posts', (req, res) => {
  const id = v4();
  const { title, body } = req.body;
  posts[id] = { id, title, body, comments: [], likes: 0, createdAt: Date.now() };
  res.status(201).json(posts[id]);
});

app.get('/posts', (req, res) => {
  const list = Object.values(posts).sort((a, b) => b.likes - a.likes || a.title.localeCompare(b.title));
  res.json(list.map(({ id, title, likes, comments }) => ({ id, title, likes, comments: comments.length })));
});

app.post('/posts/:id/comments', (req, res) => {
  const post = findPost(req, res);
  if (!post) return;
  const comment = { id: post.comments.length + 1, text: req.body.text };
  post.comments.push(comment);
  res.status(201).json(comment);
});

app.post('/posts/:id/like', (req, res) => {
  const post = findPost(req, res);
  if (!post) return;
  post.likes += 1;
  res.json({ likes: post.likes });
});

app.delete('/posts/:id', (req, res) => {
  const post = findPost(req, res);
  if (!post) return;
  delete posts[req.params.id];
  res.status(204).end();
});

module.exports = app;
