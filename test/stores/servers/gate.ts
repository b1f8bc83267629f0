import { connect, createServer, type Socket } from 'node:net';

export interface Gate {
  readonly port: number;
  /** `lose`: requests go through, and the connection is cut instead of an answer. `hold`: answers never come. */
  mode: 'pass' | 'lose' | 'lose one' | 'hold';
  stop(): Promise<void>;
}

/** Stands between a client and its server, and loses answers when told to. */
export async function startGate(targetPort: number): Promise<Gate> {
  const sockets = new Set<Socket>();
  const server = createServer((client) => {
    const target = connect(targetPort, '127.0.0.1');
    for (const socket of [client, target]) {
      sockets.add(socket);
      socket.on('error', () => null);
      socket.on('close', () => {
        sockets.delete(socket);
        client.destroy();
        target.destroy();
      });
    }
    client.pipe(target);
    target.on('data', (data) => {
      if (gate.mode === 'pass') client.write(data);
      if (gate.mode === 'lose' || gate.mode === 'lose one') client.destroy();
      if (gate.mode === 'lose one') gate.mode = 'pass';
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const gate: Gate = {
    port: typeof address === 'object' && address !== null ? address.port : 0,
    mode: 'pass',
    stop: async () => {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
  return gate;
}
