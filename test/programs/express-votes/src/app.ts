import express from 'express';
import type { Request, Response } from 'express';
import { VotesService } from './votes.service.js';

const service = new VotesService();
const app = express();
app.use(express.json());

app.post('/candidates', (req: Request, res: Response) => {
  const { name } = req.body as { name: string };
  res.status(201).json(service.add(name));
});

app.post('/candidates/:id/votes', (req: Request, res: Response) => {
  try {
    const candidate = service.vote(Number(req.params.id), String(req.body.voter));
    res.json(candidate);
  } catch (error) {
    res.status(400).json({ error: (error as Error).message });
  }
});

app.get('/ranking', (_req: Request, res: Response) => {
  res.json({ ranking: service.ranking(), turnout: service.turnout });
});

export default app;
