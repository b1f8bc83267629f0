import express from 'express';

const app = express();
app.use(express.json());

const notes = [];
const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

const spellCheck = async (text) => {
  await pause(2);
  return text.trim();
};

app.post('/notes', async (req, res) => {
  try {
    const text = await spellCheck(req.body.text);
    const note = { id: notes.length + 1, text, pinned: false };
    notes.push(note);
    res.status(201).json(note);
  } catch (error) {
    res.status(400).json({ error: 'text is missing' });
  }
});

app.post('/notes/:id/pin', async (req, res) => {
  await pause(1);
  const note = notes.find((n) => n.id === +req.params.id);
  if (!note) {
    return res.status(404).json({ error: 'no such note' });
  }
  note.pinned = !note.pinned;
  return res.json(note);
});

app.get('/notes', async (req, res) => {
  const pinned = notes.filter((n) => n.pinned);
  const others = notes.filter((n) => !n.pinned);
  await pause(1);
  res.json([...pinned, ...others]);
});

export default app;
