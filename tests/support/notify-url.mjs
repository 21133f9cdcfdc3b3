/**
 * A merchant's `notify_url`: hears what the platform reports.
 */
import { once } from "node:events";
import { createServer } from "node:http";
import { text } from "node:stream/consumers";

/**
 * Listens on a free port, and answers everything as `answer` says.
 *
 * @param {(body: string, contentType: string) => string} [answer] what it returns is the answer; where it throws, that is a refusal
 * @returns {Promise<{ url: string, next: () => Promise<{ body: string, contentType: string }>, close: () => Promise<void> }>} `next`
 *   waits for the next one that was not asked for yet
 */
export async function listen(answer = () => "success") {
  const arrived = [];
  const waiting = [];
  const server = createServer(async (request, response) => {
    const contentType = request.headers["content-type"];
    const body = await text(request);
    try {
      response.end(answer(body, contentType));
    } catch (error) {
      response.writeHead(400).end(error.message);
    }
    const notification = { body, contentType };
    const waiter = waiting.shift();
    if (waiter === undefined) arrived.push(notification);
    else waiter(notification);
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return {
    url: `http://127.0.0.1:${server.address().port}/notify`,
    next: () =>
      arrived.length > 0 ? Promise.resolve(arrived.shift()) : new Promise((resolve) => waiting.push(resolve)),
    close() {
      server.closeAllConnections();
      return new Promise((resolve) => server.close(resolve));
    },
  };
}
