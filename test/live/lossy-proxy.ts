/** A way to a server on which the answer to one request is lost, after the server did what it was asked. */
import { createServer, request } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface LossyProxy {
  readonly url: string;
  readonly close: () => Promise<void>;
}

/** `isLost` picks the request by method and path; only the first one picked loses its answer. */
export async function lossyProxy(to: string, isLost: (method: string, path: string) => boolean): Promise<LossyProxy> {
  let isDone = false;
  const server = createServer((asked, answer) => {
    const { method = '', url = '', headers } = asked;
    const forward = request(`${to}${url}`, { method, headers }, (answered) => {
      if (!isDone && isLost(method, url)) {
        isDone = true;
        answered.resume().once('end', () => asked.socket.destroy());
        return;
      }
      answer.writeHead(answered.statusCode ?? 502, answered.headers);
      answered.pipe(answer);
    });
    asked.pipe(forward);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const close = async (): Promise<void> => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  };
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, close };
}
