import { Router } from 'express';
import { members } from './data.js';

const router = Router();

router.get('/', (req, res) => {
  const page = Number(req.query.page ?? 1);
  const size = Number(req.query.size ?? 10);
  res.json({ total: members.length, members: members.slice((page - 1) * size, page * size) });
});

router.post('/', (req, res) => {
  const { name, email } = req.body;
  if (members.find((member) => member.email === email)) {
    return res.status(409).json({ error: 'email is taken' });
  }
  const id = members.length > 0 ? Math.max(...members.map((member) => member.id)) + 1 : 1;
  const member = { id, name, email };
  members.push(member);
  return res.status(201).json(member);
});

router.patch('/:id', (req, res) => {
  const member = members.find(({ id }) => id === Number(req.params.id));
  if (!member) return res.sendStatus(404);
  if (req.body.name) member.name = req.body.name;
  if (req.body.email) member.email = req.body.email;
  return res.json(member);
});

router.delete('/:id', (req, res) => {
  const index = members.findIndex(({ id }) => id === Number(req.params.id));
  if (index < 0) return res.sendStatus(404);
  const [removed] = members.splice(index, 1);
  return res.json(removed);
});

export default router;
