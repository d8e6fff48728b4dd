import { atMost, type Benchmark, informing, type Row, times } from './benchmark.ts';
import type { Child } from './lab/child.ts';
import type { Lab } from './lab/lab.ts';
import { sendLoad, wireRequest } from './lab/load.ts';
import { interleaved, median, medianRatio } from './statistics.ts';

const CONNECTIONS = 16;

/** The API's answers that need no database, beside a constant from `node:http`. */
export const cheapestAnswer: Benchmark = {
  id: 'P7',
  title: 'the cheapest answer',
  how: `CPU time of the server process for a request, over ${CONNECTIONS} connections. The API's cheapest answers are those that need no
database: a preflight of a browser (204, no body), a refusal for want of a token (401, JSON) and an unknown address (404, JSON). Beside
them a server of \`node:http\` alone that answers every request with a JSON constant of the same kind.`,
  run,
};

async function run(lab: Lab): Promise<Row[]> {
  const api = await lab.start('api', await lab.world('small'));
  const plain = await lab.start('plain');
  const count = lab.sizes.requests * 2;
  const preflight = ['origin: https://example.com', 'access-control-request-method: GET'];
  const cpu = await interleaved(lab.sizes.rounds, {
    plain: () => cpuMicros(plain, wireRequest('GET', '/'), 200, count),
    preflight: () => cpuMicros(api, wireRequest('OPTIONS', '/v2/datasets', preflight), 204, count),
    refusal: () => cpuMicros(api, wireRequest('GET', '/v2/users/me'), 401, count),
    unknown: () => cpuMicros(api, wireRequest('GET', '/v2/nothing'), 404, count),
  });
  await Promise.all([lab.stop(api), lab.stop(plain)]);
  const figures = (of: number[]) => `${median(of).toFixed(1)} µs beside ${median(cpu.plain).toFixed(1)} µs`;
  return [
    atMost(
      'a preflight beside a plain `node:http` answer, CPU',
      medianRatio(cpu.preflight, cpu.plain),
      3,
      figures(cpu.preflight),
    ),
    informing(
      'a refusal without a token beside the same',
      times(medianRatio(cpu.refusal, cpu.plain)),
      figures(cpu.refusal),
    ),
    informing('an unknown address beside the same', times(medianRatio(cpu.unknown, cpu.plain)), figures(cpu.unknown)),
  ];
}

async function cpuMicros(server: Child, request: Buffer, status: number, count: number): Promise<number> {
  const before = await server.cpuMicros();
  await sendLoad({ port: server.port, requests: [request], count, connections: CONNECTIONS, status });
  return ((await server.cpuMicros()) - before) / count;
}
