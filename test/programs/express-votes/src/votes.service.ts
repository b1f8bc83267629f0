export interface Candidate {
  id: number;
  name: string;
  votes: number;
}

export class VotesService {
  private candidates: Candidate[] = [];
  private voters = new Set<string>();
  private nextId = 1;

  add(name: string): Candidate {
    const candidate = { id: this.nextId++, name, votes: 0 };
    this.candidates.push(candidate);
    return candidate;
  }

  vote(id: number, voter: string): Candidate {
    if (this.voters.has(voter)) throw new Error('voted already');
    const candidate = this.get(id);
    candidate.votes++;
    this.voters.add(voter);
    return candidate;
  }

  get(id: number): Candidate {
    const candidate = this.candidates.find((c) => c.id === id);
    if (!candidate) throw new Error('no such candidate');
    return candidate;
  }

  ranking(): Candidate[] {
    return [...this.candidates].sort((a, b) => b.votes - a.votes);
  }

  get turnout(): number {
    return this.voters.size;
  }
}
