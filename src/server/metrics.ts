import { collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';
import { programVersion } from '../platform/version.ts';
import type { Routes } from './listener.ts';

/** How often the process looks how late its events are handled. */
const EVENT_LOOP_MS = 50;

/** The metrics of this process alone: its processor time, memory and events, and whatever registers with it. */
export function openRegistry(): Registry {
  const register = new Registry();
  collectDefaultMetrics({ register, eventLoopMonitoringPrecision: EVENT_LOOP_MS });
  const info = { name: 'inventory_build_info', help: 'Which version of the program this is.' };
  new Gauge({ ...info, labelNames: ['version'], registers: [register] }).set(
    { version: programVersion() },
    1,
  );
  return register;
}

/** `refresh`: what is to be looked at first, each time that somebody asks. */
export function metricsRoute(register: Registry, refresh: () => Promise<void>): Routes {
  return {
    '/metrics': async () => {
      await refresh();
      return { status: 200, type: register.contentType, body: await register.metrics() };
    },
  };
}

const HTTP_BUCKETS = [0.005, 0.01, 0.02, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 60, 300];

/** How long answers take; `route` is its pattern, so that there are as many as there are routes. */
export function httpSeconds(register: Registry) {
  const seconds = new Histogram({
    name: 'inventory_http_request_seconds',
    help: 'From the head of a request to the end of its answer.',
    labelNames: ['method', 'route', 'status'],
    buckets: HTTP_BUCKETS,
    registers: [register],
  });
  return (answered: { method: string; route: string; status: number; ms: number }): void => {
    const { ms, ...labels } = answered;
    seconds.observe(labels, ms / 1000);
  };
}
