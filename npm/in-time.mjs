/** The promise, or a failure if it takes longer than that many milliseconds. */
export function inTime(promise, limit) {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error(`nothing loaded within ${limit} ms`)), limit);
    const stop = () => clearTimeout(timer);
    promise.then(resolve, reject);
    promise.then(stop, stop);
  });
}
