class Turnstile {
  constructor(start) {
    this.count = start;
    this.byGate = {};
  }

  pass(gate) {
    this.count++;
    this.byGate[gate] = (this.byGate[gate] || 0) + 1;
    return this.count;
  }

  get busiest() {
    const gates = Object.entries(this.byGate);
    gates.sort((a, b) => b[1] - a[1]);
    return gates.length ? gates[0][0] : null;
  }
}

module.exports = new Turnstile(10);
